import * as z from 'zod/mini';

const id = z.int();

// kill(2) treats 0 and negative pids as process groups, and 1 is init.
const schema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('watch'),
    id,
    pid: z.int().check(z.gt(1)),
    mark: z.optional(z.string()),
  }),
  z.object({ kind: z.literal('watch folder'), id, path: z.string() }),
  z.object({ kind: z.literal('over'), id }),
]);

/** A message of a host to its watchdog: what to watch, by an id, or that it is over. */
export type WatchdogMessage = z.infer<typeof schema>;

/** Serializes a message as one line of JSON. */
export function writeMessage(message: WatchdogMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** Parses a line; `undefined` for an incomplete line of a dying host. */
export function readMessage(line: string): WatchdogMessage | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
