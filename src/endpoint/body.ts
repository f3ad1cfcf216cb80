import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { deferred } from '../common/deferred.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { type JsonBounds, JsonScan } from './jsonScan.ts';

/** How deep a body may be nested. */
const mostDepth = 64;
/** How many bytes of the limit stand for one value: variables and arguments are longer. */
const bytesPerValue = 100;

const unpackers: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** How much structure a body of at most `limit` bytes may have. */
export function boundsOf(limit: number): JsonBounds {
  return { depth: mostDepth, values: Math.ceil(limit / bytesPerValue) };
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
    return parseJson(await bytesOf(stream, limit));
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
  stream.once('error', (error) =>
    reject(new ProtocolError(isAborted(error) ? 'IncompleteRequest' : 'MalformedRequest')),
  );
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

function isAborted(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNRESET';
}

function unpacked(request: IncomingMessage): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return request;
  const unpacker = unpackers.get(encoding)?.();
  if (unpacker === undefined) throw new ProtocolError('UnsupportedContentEncoding');
  request.once('error', (error) => unpacker.destroy(error));
  return request.pipe(unpacker);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses a JSON object or list in UTF-8. Throws a ProtocolError for anything else. */
export function parseJson(bytes: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What it says may repeat what was sent.
  }
  throw new ProtocolError('MalformedJson');
}
