import type { TestContext } from 'node:test';
import { EOL } from 'node:os';
import { WebSocket } from 'ws';
import type { Notification } from '../../src/protocol/notifications.ts';
import { afterTest } from './afterTest.ts';
import type { EndpointRoom } from './endpointRoom.ts';
import { trust } from './rawConnection.ts';
import { until } from './waiting.ts';

/** A client of the stream of notifications that takes what comes, and judges nothing. */
export class NotifyClient {
  readonly webSocket: WebSocket;
  readonly messages: string[] = [];
  /** The code and reason of the Close that ended it. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('message', (data: Buffer) => this.messages.push(data.toString('utf8')));
    // How it ended is told by its code.
    webSocket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      webSocket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  get notifications(): readonly Notification[] {
    return this.messages.map((message) => JSON.parse(message) as Notification);
  }

  /** The log of a controller that appends a line end to each message, both streams in one. */
  get output(): string {
    return this.notifications
      .map((one) => (one.notification_type === 'serviceLogs' ? `${one.log_message}${EOL}` : ''))
      .join('');
  }

  async heard(count: number): Promise<void> {
    await until(`${count} notifications were heard`, () => this.messages.length >= count);
  }
}

/** Opens a stream for a controller; it is cut off after the test. */
export async function listen(
  context: TestContext,
  room: EndpointRoom,
  instanceId: string,
  apiVersion = '2025-10-01',
): Promise<NotifyClient> {
  const url = `wss://localhost:${room.port}/run_session/notify?api-version=${apiVersion}`;
  const webSocket = new WebSocket(url, {
    ...trust(room.host.endpoint.certificate),
    perMessageDeflate: false,
    headers: {
      authorization: `Bearer ${room.token}`,
      'microsoft-developer-dcp-instance-id': instanceId,
    },
  });
  const client = new NotifyClient(webSocket);
  afterTest(context, () => webSocket.terminate());
  await new Promise((resolve, reject) => {
    webSocket.once('open', resolve);
    webSocket.once('error', reject);
  });
  return client;
}
