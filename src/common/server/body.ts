import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { deferred } from '../deferred.ts';
import { turn } from '../turn.ts';
import { RequestError, type RequestErrorCode } from './requestError.ts';
import { type JsonBounds, JsonScan } from './jsonScan.ts';

/** The maximum nesting depth of a body. */
const maxDepth = 64;
/** Limits the number of values to one per so many bytes of the limit. Variables and arguments are longer on average. */
const bytesPerValue = 200;
/** The maximum number of properties of an object. */
const maxProperties = 1_000;
/** Smaller bodies are processed in one turn of the event loop. In bytes. */
const smallSize = 64 * 1024;

const unpackers: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** Returns the structural limits of a body of at most `limit` bytes. */
export function getBounds(limit: number): JsonBounds {
  return {
    depth: maxDepth,
    values: Math.ceil(limit / bytesPerValue),
    properties: maxProperties,
  };
}

/** A JSON body, with its text. */
export interface JsonBody {
  /** The text in UTF-8. */
  readonly bytes: Buffer;
  readonly value: object;
  /** Lets other work of the event loop run if the body is large, so that each step takes milliseconds. */
  readonly pause: Pause;
}

/** Waits for a turn of the event loop, if that is due. */
export type Pause = () => Promise<void> | undefined;

/** Reads the JSON body of a request like {@link readJsonBody}, without its text. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  return (await readJsonBody(request, limit)).value;
}

/**
 * Reads the JSON body of a request, of at most `limit` bytes after decompression. Throws a RequestError
 * as soon as it is known to be invalid, leaving the rest unread.
 */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<JsonBody> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw new RequestError('BodyTooLarge');
  }
  const stream = decompress(request);
  try {
    const bytes = await readBytes(stream, limit);
    const pause: Pause = () => (bytes.length > smallSize ? turn() : undefined);
    if (bytes.length <= smallSize) return { bytes, value: parseJson(decode(bytes)), pause };
    await pause();
    const text = decode(bytes);
    await pause();
    const value = parseJson(text);
    await pause();
    return { bytes, value, pause };
  } finally {
    if (stream !== request) {
      request.unpipe();
      stream.destroy();
    }
  }
}

/** Reads a stream to its end, or until the body is known to be invalid. */
function readBytes(stream: Readable, limit: number): Promise<Buffer> {
  const { promise, reject, resolve } = deferred<Buffer>();
  const chunks: Buffer[] = [];
  const scan = new JsonScan(getBounds(limit));
  let length = 0;
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > limit) return leave(new RequestError('BodyTooLarge'));
    if (!scan.take(chunk)) return leave(new RequestError('BodyTooComplex'));
    chunks.push(chunk);
  };
  const leave = (error: RequestError): void => {
    stream.pause().off('data', take);
    reject(error);
  };
  stream.on('data', take);
  stream.once('end', () => resolve(join(chunks)));
  stream.once('error', (error) => reject(new RequestError(getFailure(error))));
  stream.once('close', () => {
    if (!stream.readableEnded) reject(new RequestError('IncompleteRequest'));
  });
  return promise;
}

function join(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}

/** Whether a request has a body. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Throws a RequestError unless the headers announce a JSON body of the type `application/json`. */
export function assertJson(headers: IncomingHttpHeaders): void {
  if (!hasBody(headers)) throw new RequestError('MalformedJson');
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new RequestError('UnsupportedMediaType');
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type)?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw new RequestError('UnsupportedCharset');
  }
}

/** Returns the error code of a body that could not be read. */
function getFailure(error: Error): RequestErrorCode {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET') return 'IncompleteRequest';
  // zlib's codes are named after its constants, brotli's after its functions.
  return /^(Z_|ERR__|ERR_BROTLI|ERR_ZLIB)/.test(code)
    ? 'InvalidContentEncoding'
    : 'MalformedRequest';
}

function decompress(request: IncomingMessage): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return request;
  const unpacker = unpackers.get(encoding)?.();
  if (unpacker === undefined) throw new RequestError('UnsupportedContentEncoding');
  request.once('error', (error) => unpacker.destroy(error));
  return request.pipe(unpacker);
}

const byteOrderMark = '\ufeff';

/** Decodes a body without its byte order mark. Throws a RequestError for invalid UTF-8. */
export function decode(bytes: Uint8Array): string {
  // Several times faster than a TextDecoder.
  if (!isUtf8(bytes)) throw new RequestError('MalformedJson');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/** Parses a JSON object or list. Throws a RequestError for anything else. */
export function parseJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // The message may quote the body.
  }
  throw new RequestError('MalformedJson');
}
