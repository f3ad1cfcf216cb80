import * as z from 'zod/mini';
import type { PageSession } from '../pageSession.ts';

/** The largest icon, in bytes. */
const iconLimit = 100_000;

const loadedSchema = z.object({
  resource: z.object({ success: z.boolean(), stream: z.optional(z.string()) }),
});
const readSchema = z.object({
  data: z.string(),
  base64Encoded: z.optional(z.boolean()),
  eof: z.boolean(),
});

/**
 * Reads the icon at an address through the browser, as an image file of at most 100 kB; `undefined` if there is
 * none. Throws like {@link PageSession.send}.
 */
export async function readIcon(session: PageSession, url: string): Promise<Uint8Array | undefined> {
  if (url === '') return undefined;
  if (url.startsWith('data:')) return bound(decode(url));
  const options = { disableCache: false, includeCredentials: true };
  const wanted = { frameId: session.targetId, url, options };
  const loaded = await session.send('Network.loadNetworkResource', wanted);
  const { stream, success } = loadedSchema.parse(loaded).resource;
  if (stream === undefined) return undefined;
  try {
    const content = await readStream(session, stream);
    return success ? bound(content) : undefined;
  } finally {
    session.post('IO.close', { handle: stream });
  }
}

/** Reads a little more than the limit at most. */
async function readStream(session: PageSession, handle: string): Promise<Buffer> {
  let content = Buffer.alloc(0);
  let isAtEnd = false;
  while (!isAtEnd && content.length <= iconLimit) {
    const answer = await session.send('IO.read', { handle, size: iconLimit });
    const { base64Encoded = false, data, eof } = readSchema.parse(answer);
    content = Buffer.concat([content, Buffer.from(data, base64Encoded ? 'base64' : 'utf8')]);
    isAtEnd = eof;
  }
  return content;
}

function decode(dataUrl: string): Buffer {
  const groups = /^data:[^,]*?(?<base64>;base64)?,(?<data>[^]*)$/i.exec(dataUrl)?.groups;
  const encoding = groups?.['base64'] === undefined ? 'utf8' : 'base64';
  return Buffer.from(unescapeUrl(groups?.['data'] ?? ''), encoding);
}

function unescapeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function bound(content: Buffer): Uint8Array | undefined {
  return content.length === 0 || content.length > iconLimit ? undefined : content;
}
