import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface Cacheable {
  readonly body: string;
  readonly type: string;
  /** How long clients may use it without asking again. */
  readonly lifetime: 'none' | 'forever';
}

const cacheControl = {
  none: 'private, no-cache',
  forever: 'private, max-age=31536000, immutable',
} as const;

/** Sends an answer, or only that it has not changed since the client got it. */
export function sendCacheable(
  request: IncomingMessage,
  response: ServerResponse,
  { body, lifetime, type }: Cacheable,
): void {
  const tag = `"${createHash('sha256').update(type).update(body).digest('hex')}"`;
  response.setHeader('ETag', tag).setHeader('Cache-Control', cacheControl[lifetime]);
  if (isKnown(request, tag)) {
    response.writeHead(304).end();
    return;
  }
  const headers = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(200, headers).end(body);
}

/** Whether the client has the version with this tag (RFC 9110, section 13.1.2). */
function isKnown({ headers }: IncomingMessage, tag: string): boolean {
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known?.some((one) => one === tag || one === '*') ?? false;
}
