import * as z from 'zod/mini';
import { endpointErrors } from '../../endpoint/errors.ts';
import { readPrivateFile, writePrivateFile } from '../../endpoint/server/privateFile.ts';

const session = z.object({
  id: z.string(),
  /** The instance id of its controller. */
  controller: z.string(),
  /** Of a session that has ended; the exit code may be unknown. */
  end: z.optional(z.object({ exitCode: z.optional(z.number()) })),
});

const hostState = z.object({
  version: z.literal(1),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  token: z.string().check(z.regex(/^[\w-]{43}$/)),
  /** PKCS #8, PEM. */
  key: z.string(),
  /** PEM. */
  certificate: z.string(),
  sessions: z.array(session),
});

/** What a host needs to go on after a crash: how controllers know it, and what they have yet to hear. */
export type HostState = z.infer<typeof hostState>;

/** A session of a controller that has not heard of its end. */
export type PendingSession = z.infer<typeof session>;

/** Reads a host's state; `undefined` if there is none. Throws a HumanError for a file that isn't safe or isn't ours. */
export function readHostState(path: string): HostState | undefined {
  const text = readPrivateFile(path);
  if (text === undefined) return undefined;
  const parsed = hostState.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // What it says may be a key: nothing of it is repeated.
  throw endpointErrors.MalformedStateFile({ path });
}

export function writeHostState(path: string, state: HostState): Promise<void> {
  return writePrivateFile(path, JSON.stringify(state));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
