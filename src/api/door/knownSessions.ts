import * as z from 'zod/mini';

/** A session, or something that can be started. */
const knownSessionSchema = z.object({
  /** The name of the session, of the configuration or of the project. */
  name: z.string(),
  /** Where it comes from: sessions are `running`, or `recent` once they have ended. */
  origin: z.enum(['running', 'recent', 'launch.json', 'detected']),
  /** The state of the session; absent for what can be started. */
  state: z.optional(z.string()),
  /** The project or program, if it is known. */
  target: z.optional(z.string()),
  /** When it was seen last; RFC 3339. Absent if that is not known. */
  lastSeen: z.optional(z.string()),
});

export type KnownSession = z.infer<typeof knownSessionSchema>;

/** The answer to `GET /host/known`. */
export const knownSessionsSchema = z.object({
  items: z.array(knownSessionSchema),
  /** Whether the first search of the workspace has not ended yet. */
  isSearching: z.boolean(),
});

export type KnownSessions = z.infer<typeof knownSessionsSchema>;
