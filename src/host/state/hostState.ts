import * as z from 'zod/mini';
import { hostErrors } from '../errors.ts';
import { readPrivateFile, writePrivateFile } from '../../common/server/privateFile.ts';

const session = z.object({
  id: z.string(),
  /** The instance id of its controller. */
  controller: z.string(),
  /** Present if the session has ended. The exit code may be unknown. */
  end: z.optional(z.object({ exitCode: z.optional(z.number()) })),
});

const identity = z.object({
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  token: z.string().check(z.regex(/^[\w-]{43}$/)),
  /** PKCS #8, PEM. */
  key: z.string(),
  /** PEM. */
  certificate: z.string(),
});

const hostState = z.extend(identity, {
  version: z.literal(1),
  /** The identity of the resource API, if it was served. */
  api: z.optional(identity),
  sessions: z.array(session),
});

/** The persisted state of a host: its identities, and the sessions whose end was not confirmed. */
export type HostState = z.infer<typeof hostState>;

/** A session whose end its controller has not confirmed. */
export type PendingSession = z.infer<typeof session>;

/** Reads the state of a host; `undefined` if there is none. Throws a HumanError if the file is unsafe or invalid. */
export function readHostState(path: string): HostState | undefined {
  const text = readPrivateFile(path);
  if (text === undefined) return undefined;
  const parsed = hostState.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // The content may be a key, so it is not quoted.
  throw hostErrors.MalformedStateFile({ path });
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
