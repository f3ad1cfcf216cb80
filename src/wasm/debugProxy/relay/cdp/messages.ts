import * as z from 'zod/mini';

/** A request of the debugger. */
export interface CdpCommand {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  /** The target's session; `undefined` for the browser itself. */
  readonly sessionId: string | undefined;
}

/** An event of the browser or the debug proxy. */
export interface CdpEvent {
  readonly method: string;
  readonly params: unknown;
  readonly sessionId: string | undefined;
}

/** The reply to a command: a result or an error. */
export interface CdpAnswer {
  readonly id: number;
  readonly result: unknown;
  readonly error: CdpError | undefined;
  readonly sessionId: string | undefined;
}

interface CdpError {
  readonly code?: number | undefined;
  readonly message: string;
}

/** A message of either direction, before its kind is known. */
export type CdpMessage = z.output<typeof messageSchema>;

/** The id and method in the first bytes of a message. A message with a method is a command or an event, one without is a response. */
export interface MessageHead {
  readonly id: number | undefined;
  readonly method: string | undefined;
}

const messageSchema = z.object({
  id: z.optional(z.number()),
  method: z.optional(z.string()),
  params: z.optional(z.unknown()),
  result: z.optional(z.unknown()),
  error: z.optional(z.looseObject({ code: z.optional(z.number()), message: z.string() })),
  sessionId: z.optional(z.string()),
});

/** How many bytes of a message are scanned before it is parsed. */
const headLength = 256;

const headPattern =
  /^\s*\{\s*(?:"sessionId"\s*:\s*"[^"\\]*"\s*,\s*)?(?:"id"\s*:\s*(\d+)\s*,\s*)?(?:"method"\s*:\s*"([\w.]+)"|"(?:result|error)"\s*:)/;

/** Reads the id and method in the first bytes of a message; `undefined` if the message has to be parsed. */
export function readHead(data: Buffer): MessageHead | undefined {
  const found = headPattern.exec(data.toString('latin1', 0, headLength));
  if (found === null) return undefined;
  const [, id, method] = found;
  if (id === undefined && method === undefined) return undefined;
  return { id: id === undefined ? undefined : Number(id), method };
}

/** Parses a message; `undefined` if it is invalid. */
export function parseMessage(data: Buffer): CdpMessage | undefined {
  try {
    return messageSchema.parse(JSON.parse(data.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** Serializes a message. Properties that are `undefined` are omitted. */
export function toText(message: object): string {
  return JSON.stringify(message);
}

/** Serializes the response to a command, with a result in parts of JSON. */
export function toAnswer(
  id: number,
  result: readonly Buffer[],
  sessionId: string | undefined,
): Buffer {
  const head = Buffer.from(`{"id":${id},"result":`);
  const tail = Buffer.from(
    sessionId === undefined ? '}' : `,"sessionId":${JSON.stringify(sessionId)}}`,
  );
  return Buffer.concat([head, ...result, tail]);
}
