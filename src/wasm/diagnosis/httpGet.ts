import { type ClientRequest, get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure, type RequestOptions } from 'node:https';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/log.ts';

/** What a server answered. */
export interface HttpAnswer {
  /** The address that answered, after redirections. */
  readonly url: URL;
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** How long an answer may take, in milliseconds. */
const patience = 10_000;
/** How many redirections are followed. */
const maxRedirections = 5;
/** How large an answer may be, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Asks for what a browser would. Certificates of this machine's own addresses are taken as they are,
 * since development certificates are signed by nobody. Throws if no whole answer comes.
 */
export async function httpGet(url: URL, clock: Clock): Promise<HttpAnswer> {
  let asked = url;
  for (let rest = maxRedirections; rest >= 0; rest--) {
    const { answer, location } = await getOnce(asked, clock);
    if (location === undefined) return answer;
    asked = new URL(location, asked);
  }
  throw new Error('it redirects without end');
}

/** Why no answer came, as the rest of a sentence; a host with several addresses fails without words. */
export function failureOf(error: unknown): string {
  return messageOf(error) || ((error as NodeJS.ErrnoException).code ?? 'no connection was made');
}

/** Whether an answer is a page, which servers for single-page apps send for all they don't know. */
export function isPage({ contentType, body }: HttpAnswer): boolean {
  if (/^text\/html|^application\/xhtml/i.test(contentType)) return true;
  return /^\s*(<!doctype\s+html|<html)/i.test(body.toString('utf8', 0, 256));
}

/** Whether a host is this machine by its name or address alone. */
export function isLoopback(hostname: string): boolean {
  return /^(.+\.)?localhost\.?$|^127(\.\d+){3}$|^\[::1\]$/i.test(hostname);
}

function getOnce(
  url: URL,
  clock: Clock,
): Promise<{ answer: HttpAnswer; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = send(url, (response) => {
      read(response).then((body) => {
        const { statusCode: status = 0, headers } = response;
        const isRedirection = status >= 300 && status < 400;
        resolve({
          answer: { url, status, contentType: headers['content-type'] ?? '', body },
          location: isRedirection ? headers.location : undefined,
        });
      }, reject);
    });
    const timer = clock.after(patience, () => {
      reject(new Error('it takes too long'));
      request.destroy();
    });
    request.once('error', reject);
    request.once('close', () => timer.dispose());
  });
}

function send(url: URL, onResponse: (response: IncomingMessage) => void): ClientRequest {
  const isOwnMachine = isLoopback(url.hostname);
  // No system resolves every name below localhost, but browsers do.
  const isBelowLocalhost = isOwnMachine && /\.localhost\.?$/i.test(url.hostname);
  const options: RequestOptions = {
    headers: { host: url.host, accept: '*/*', 'cache-control': 'no-cache' },
    agent: false,
    ...(isBelowLocalhost && { hostname: 'localhost', servername: url.hostname }),
  };
  return url.protocol === 'https:'
    ? getSecure(url, { ...options, rejectUnauthorized: !isOwnMachine }, onResponse)
    : getPlain(url, options, onResponse);
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new Error('it answers without end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
