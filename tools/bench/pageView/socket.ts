import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Page } from '../../editor/playwright.ts';
import { measureChannel } from './channel.ts';

/** Measures a WebSocket between this process and a document, like {@link measureChannel}. */
export async function measureSocket(page: Page): Promise<number[]> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connected = once(server, 'connection');
  await page.evaluate(`(() => {
    const socket = new WebSocket('ws://127.0.0.1:${port}/');
    socket.onmessage = () => socket.send('received');
  })()`);
  const [socket] = (await connected) as [WebSocket];
  try {
    return await measureChannel(
      (message) => socket.send(message),
      () => once(socket, 'message'),
    );
  } finally {
    socket.terminate();
    server.close();
  }
}
