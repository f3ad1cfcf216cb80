import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ApiClient } from '../../../src/api/client/apiClient.ts';
import { ResourceClient } from '../../../src/api/client/resourceClient.ts';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { followRecreation } from '../../../src/cli/sessions/recreateSession.ts';
import { type Session, sessionSchema } from '../../../src/cli/sessions/session.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { sessionErrors } from '../../../src/sessions/errors.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import type { FakeRun } from '../../../tools/fixtures/sessions/fakeRunner.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

interface Followed {
  readonly run: FakeRun;
  readonly printed: () => string;
  readonly result: Promise<void>;
}

/** Follows the recreation of a running session that has written some lines. */
async function follow(context: TestContext): Promise<Followed> {
  const fixture = await openApi(context);
  const name = fixture.sessions.start();
  await turn();
  const run = fixture.sessions.runner.of(name);
  run.events.started(1);
  run.write('one\ntwo\n');
  void run.events.output('stderr', Buffer.from('old error\n'));
  const socket = join(await temporaryFolder(context), 'door');
  const server = createServer(fixture.api.handle);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const client = new ApiClient({ kind: 'socket', path: socket }, systemClock);
  afterTest(context, async () => {
    client.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const api = new ResourceClient<Session>(client, collectionPath, sessionSchema);
  let printed = '';
  const write = (stream: string, chunk: Buffer): void =>
    void (printed += `${stream}: ${chunk.toString()}`);
  const result = followRecreation(api, name, write, new AbortController().signal);
  result.catch(() => undefined);
  await until('the recreation is requested', () => run.recreations === 1);
  run.events.recreation?.({ kind: 'preparing' });
  return { run, printed: () => printed, result };
}

test('the log is printed from the request until the program is replaced', async (context) => {
  const { printed, result, run } = await follow(context);
  run.events.note?.('Building…\n');
  run.events.recreation?.({ kind: 'launching' });
  run.events.started(2);
  run.write('hello\n');
  run.events.recreation?.({ kind: 'done' });
  await result;
  assert.ok(printed().includes('stderr: Building…\n'), printed());
  assert.ok(printed().includes('stdout: hello\n'), printed());
  assert.doesNotMatch(printed(), /one|two|old/);
});

test('a build that fails is printed before the reason', async (context) => {
  const { printed, result, run } = await follow(context);
  run.events.note?.('a.cs(1): error\n');
  const error = sessionErrors.ProgramNotReplaced({ reason: 'Shop could not be built.' });
  run.events.recreation?.({ kind: 'failed', error });
  await assert.rejects(result, { code: 'SessionNotRecreated', message: /Shop could not be built/ });
  assert.match(printed(), /a\.cs\(1\): error/);
});

test('a session that ends before it is replaced was not recreated', async (context) => {
  const { result, run } = await follow(context);
  run.events.ended(0);
  await assert.rejects(result, { code: 'SessionNotRecreated' });
});
