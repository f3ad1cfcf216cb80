import { type ClientRequest, get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure, type RequestOptions } from 'node:https';
import type { Clock } from '../../common/clock.ts';
import { getMessage } from '../../common/log.ts';

/** A response. */
export interface HttpAnswer {
  /** The URL after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The timeout in milliseconds. */
const patience = 10_000;
/** How many redirections are followed. */
const maxRedirections = 5;
/** The maximum size of a response, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Sends a GET request as a browser would. Certificates of loopback addresses are not verified, since
 * development certificates are self-signed. Throws if there is no complete response.
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

/** Returns why there is no response, to continue a sentence. Errors of hosts with several addresses have no message. */
export function describeFailure(error: unknown): string {
  return getMessage(error) || ((error as NodeJS.ErrnoException).code ?? 'no connection was made');
}

/** Whether a response is a page, which servers of single-page apps send for unknown paths. */
export function isPage({ contentType, body }: HttpAnswer): boolean {
  if (/^text\/html|^application\/xhtml/i.test(contentType)) return true;
  return /^\s*(<!doctype\s+html|<html)/i.test(body.toString('utf8', 0, 256));
}

/** Whether a host name or address is that of this machine. */
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
  // Browsers resolve all names below localhost; systems don't.
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
