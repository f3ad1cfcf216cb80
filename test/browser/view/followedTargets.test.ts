import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { ViewedBrowser } from '../../../src/browser/view/viewedBrowser.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';

interface Command {
  readonly id: number;
  readonly method: string;
}

/** Serves the DevTools of an imitated browser, which answers what `answer` doesn't with an empty result. */
async function serve(
  context: TestContext,
  answer: (command: Command, socket: WebSocket) => object | undefined,
): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const command = JSON.parse(data.toString()) as Command;
      const result = answer(command, socket);
      if (result !== undefined) say(socket, { id: command.id, result });
    });
  });
  await once(server, 'listening');
  afterTest(context, () => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}

function created(targetId: string, openerId?: string): object {
  const targetInfo = { targetId, openerId, type: 'page', title: targetId, url: 'about:blank' };
  return { method: 'Target.targetCreated', params: { targetInfo } };
}

test('a window that opens while the pages are listed is followed', async (context) => {
  const browserUri = await serve(context, ({ id, method }, socket) => {
    if (method === 'Target.setDiscoverTargets') say(socket, created('first'));
    if (method !== 'Target.getTargets') return {};
    // Both arrive at once.
    const { _socket: stream } = socket as unknown as { readonly _socket: Socket };
    stream.cork();
    say(socket, { id, result: { targetInfos: [{ targetId: 'first' }] } });
    say(socket, created('second', 'first'));
    stream.uncork();
    return undefined;
  });
  const browser = await ViewedBrowser.open(
    { browserUri, targetId: 'first', isShared: false },
    {
      clock: systemClock,
      log: new RecordingLog(),
      downloadFolder: () => Promise.resolve(undefined),
      downloaded: () => undefined,
      refused: () => undefined,
    },
  );
  afterTest(context, () => browser.dispose());
  assert.deepEqual(
    browser.targets.map(({ targetId }) => targetId),
    ['first', 'second'],
  );
});
