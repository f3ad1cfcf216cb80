import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { deferred } from '../../common/deferred.ts';
import { ProtocolError, type ProtocolErrorCode } from '../../protocol/errors.ts';
import { type JsonBounds, JsonScan } from './jsonScan.ts';

/** How deep a body may be nested. */
const mostDepth = 64;
/** How many bytes of the limit stand for one value: variables and arguments are longer on average. */
const bytesPerValue = 200;
/** How many properties one object of a body may have. */
const mostProperties = 1_000;
/** How many bytes of JSON are small enough to be taken in one turn of the event loop. */
const smallSize = 64 * 1024;

const unpackers: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** How much structure a body of at most `limit` bytes may have. */
export function boundsOf(limit: number): JsonBounds {
  return {
    depth: mostDepth,
    values: Math.ceil(limit / bytesPerValue),
    properties: mostProperties,
  };
}

/**
 * Reads the JSON body of a request, of at most `limit` bytes when it is unpacked. Throws a
 * ProtocolError as soon as it is known that it won't do; the rest of it is left unread then.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  assertJson(request.headers);
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw new ProtocolError('BodyTooLarge');
  }
  const stream = unpacked(request);
  try {
    const bytes = await bytesOf(stream, limit);
    const pause = (): Promise<void> | undefined => (bytes.length > smallSize ? turn() : undefined);
    // Each of these takes milliseconds for a large body, as does what is done with the value.
    await pause();
    const text = decode(bytes);
    await pause();
    const value = parseJson(text);
    await pause();
    return value;
  } finally {
    if (stream !== request) {
      request.unpipe();
      stream.destroy();
    }
  }
}

/** The bytes of a stream to its end; it is left where it is when it is known that they won't do. */
function bytesOf(stream: Readable, limit: number): Promise<Buffer> {
  const { promise, reject, resolve } = deferred<Buffer>();
  const chunks: Buffer[] = [];
  const scan = new JsonScan(boundsOf(limit));
  let length = 0;
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > limit) return leave(new ProtocolError('BodyTooLarge'));
    if (!scan.take(chunk)) return leave(new ProtocolError('BodyTooComplex'));
    chunks.push(chunk);
  };
  const leave = (error: ProtocolError): void => {
    stream.pause().off('data', take);
    reject(error);
  };
  stream.on('data', take);
  stream.once('end', () => resolve(Buffer.concat(chunks)));
  stream.once('error', (error) => reject(new ProtocolError(failureOf(error))));
  stream.once('close', () => {
    if (!stream.readableEnded) reject(new ProtocolError('IncompleteRequest'));
  });
  return promise;
}

/** Whether something follows the head of a request. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function assertJson(headers: IncomingHttpHeaders): void {
  if (!hasBody(headers)) throw new ProtocolError('MalformedJson');
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new ProtocolError('UnsupportedMediaType');
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type)?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw new ProtocolError('UnsupportedCharset');
  }
}

/** What the failure of a body is called: of its connection, its form as HTTP or its encoding. */
function failureOf(error: Error): ProtocolErrorCode {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET') return 'IncompleteRequest';
  // zlib names its codes after its own constants, and brotli after its functions.
  return /^(Z_|ERR__|ERR_BROTLI|ERR_ZLIB)/.test(code)
    ? 'InvalidContentEncoding'
    : 'MalformedRequest';
}

function unpacked(request: IncomingMessage): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return request;
  const unpacker = unpackers.get(encoding)?.();
  if (unpacker === undefined) throw new ProtocolError('UnsupportedContentEncoding');
  request.once('error', (error) => unpacker.destroy(error));
  return request.pipe(unpacker);
}

const byteOrderMark = '\ufeff';

/** The text of a body, without a byte order mark. Throws a ProtocolError for what isn't UTF-8. */
export function decode(bytes: Uint8Array): string {
  // A TextDecoder would take several times as long.
  if (!isUtf8(bytes)) throw new ProtocolError('MalformedJson');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/** Parses a JSON object or list. Throws a ProtocolError for anything else. */
export function parseJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What it says may repeat what was sent.
  }
  throw new ProtocolError('MalformedJson');
}

/** Lets others have their turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
