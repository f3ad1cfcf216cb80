import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { deferred } from '../../src/common/deferred.ts';
import { InspectorMeeting } from '../../src/runners/inspectorMeeting.ts';
import { afterTest } from '../support/afterTest.ts';
import { noWatchdog } from '../support/noWatchdog.ts';

const preloadSource = join(import.meta.dirname, '../../media/inspectorPreload.cjs');

/** What a program sees of the way it was opened for a debugger, and what a child of it sees. */
const code = `
  const own = [process.env.NODE_OPTIONS, process.execArgv.filter((one) => /^--/.test(one)), Object.keys(process.env).filter((name) => /IDE_SESSION/.test(name))];
  console.log(JSON.stringify(own));
`;

/** Starts a program that is invited to a meeting, by a preload script whose path needs quoting. */
async function start(
  context: TestContext,
  environment: Record<string, string> = {},
  commandOf = (node: string): [string, string[]] => [node, ['-e', code]],
) {
  const folder = await mkdtemp(join(tmpdir(), 'a "quoted" \\ folder '));
  const preload = join(folder, 'preload.cjs');
  await copyFile(preloadSource, preload);
  const opened = deferred<string>();
  const meeting = await InspectorMeeting.open(noWatchdog, opened.resolve);
  const inherited = { PATH: process.env['PATH'] ?? '', ...environment };
  const plan = {
    command: process.execPath,
    args: [],
    workingDirectory: folder,
    environment: inherited,
  };
  const invited = meeting.invite(plan, preload);
  const [command, args] = commandOf(process.execPath);
  const program = spawn(command, args, { env: invited.environment });
  let output = '';
  program.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  afterTest(context, async () => {
    program.kill('SIGKILL');
    await meeting.close();
    await rm(folder, { recursive: true });
  });
  const ended = once(program, 'close').then(([exitCode]: unknown[]) => ({ exitCode, output }));
  return { meeting, url: opened.promise, ended };
}

/** Lets a program go that waits for a debugger. */
async function release(url: string): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
  await once(socket, 'message');
  socket.terminate();
}

test('a program waits for the debugger that is promised, and sees nothing of it', async (context) => {
  const { meeting, url, ended } = await start(context);
  await meeting.promise();
  await release(await url);
  const { exitCode, output } = await ended;
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(output), [null, [], []]);
});

test("a program's own NODE_OPTIONS hold", async (context) => {
  const { meeting, url, ended } = await start(context, { NODE_OPTIONS: '--no-warnings' });
  await meeting.promise();
  await release(await url);
  assert.deepEqual(JSON.parse((await ended).output), ['--no-warnings', [], []]);
});

test('a debugger that comes the moment it may is noticed', async (context) => {
  const slowWrites = join(import.meta.dirname, '../fixtures/slowWrites.cjs');
  const { meeting, url, ended } = await start(context, { NODE_OPTIONS: `--require ${slowWrites}` });
  await meeting.promise();
  await release(await url);
  assert.equal((await ended).exitCode, 0);
});

test('a program goes on by itself when the meeting is called off', async (context) => {
  const { meeting, url, ended } = await start(context);
  await url;
  await meeting.close();
  assert.deepEqual(JSON.parse((await ended).output), [null, [], []]);
});

test('only the first Node process of a program that is none itself waits', async (context) => {
  const { meeting, url, ended } = await start(context, {}, (node) => [
    'sh',
    ['-c', '"$0" -e "$1" && "$0" -e "$1"', node, code],
  ]);
  await meeting.promise();
  await release(await url);
  const { exitCode, output } = await ended;
  assert.equal(exitCode, 0);
  assert.equal(output.trim().split('\n').length, 2);
});
