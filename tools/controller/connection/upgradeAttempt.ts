import type { IncomingMessage } from 'node:http';

import { WebSocket } from 'ws';

import { endpointHost, type Dialer } from './dialer.ts';
import { readAnswer, type RawAnswer } from './httpExchange.ts';

/** A WebSocket to the endpoint, opened like the real client's: without extensions. */
export function dialWebSocket(
  dialer: Dialer,
  port: number,
  target: string,
  headers: Record<string, string>,
  address?: string,
): WebSocket {
  const scheme = dialer.isSecure ? 'wss' : 'ws';
  return new WebSocket(`${scheme}://${endpointHost}:${port}${target}`, {
    headers,
    perMessageDeflate: false,
    createConnection: () => dialer.dial(address),
  });
}

/** The endpoint's response to an upgrade; an accepted one is closed immediately. */
export function attemptUpgrade(webSocket: WebSocket): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let accepted: RawAnswer | undefined;
    webSocket.on('upgrade', ({ headers }: IncomingMessage) => {
      accepted = { status: 101, headers, text: '', json: undefined };
    });
    webSocket.on('open', () => webSocket.close(1000));
    webSocket.on('close', () => {
      if (accepted !== undefined) {
        resolve(accepted);
      }
    });
    webSocket.on('unexpected-response', (_request, response) => {
      void readAnswer(response)
        .then(resolve, reject)
        .finally(() => webSocket.terminate());
    });
    webSocket.on('error', reject);
  });
}
