import * as z from 'zod/mini';

const id = z.int();

// As numbers of processes, 0, 1 and what is below mean others, or all.
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

/** What a host tells its watchdog: what there is, by an id of its own, and when that is over. */
export type WatchdogMessage = z.infer<typeof schema>;

/** A message as one line of JSON. */
export function writeMessage(message: WatchdogMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** Reads a line; one that a dying host did not finish is no message. */
export function readMessage(line: string): WatchdogMessage | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
