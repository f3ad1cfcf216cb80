import {
  request as requestPlainly,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { request as requestSecurely } from 'node:https';

import { endpointHost, type Dialer } from './dialer.ts';

/** A complete HTTP request. */
export interface Exchange {
  port: number;
  method: string;
  target: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  address?: string;
  signal: AbortSignal;
}

/** A raw response. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body; `undefined` if it is not JSON. */
  json: unknown;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a response to its end. */
export async function readAnswer(response: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    json: parseJson(text),
  };
}

/** Sends one request and waits for the whole response, whatever its status. */
export function exchange(dialer: Dialer, outgoing: Exchange): Promise<RawAnswer> {
  const { port, method, target, headers, body, address = endpointHost, signal } = outgoing;
  return new Promise((resolve, reject) => {
    const send = dialer.isSecure ? requestSecurely : requestPlainly;
    const request = send({
      host: address,
      port,
      method,
      path: target,
      headers,
      agent: dialer.agent,
      signal,
    });
    let isAnswered = false;
    request.on('response', (response) => {
      isAnswered = true;
      readAnswer(response).then(resolve, reject);
    });
    // The response may arrive, and the connection end, before the whole body was sent.
    request.on('error', (error) => {
      if (!isAnswered) {
        reject(error);
      }
    });
    request.end(body);
  });
}
