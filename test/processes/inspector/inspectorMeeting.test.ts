import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import {
  InspectorMeeting,
  type WaitingNode,
} from '../../../src/processes/inspector/inspectorMeeting.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { releaseFromInspector } from '../../../src/processes/inspector/releaseFromInspector.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const preloadSource = join(import.meta.dirname, '../../../media/inspectorPreload.cjs');

/** How opening a program for a debugger looks to the program and its child. */
const code = `
  const own = [process.env.NODE_OPTIONS, process.execArgv.filter((one) => /^--/.test(one)), Object.keys(process.env).filter((name) => /IDE_SESSION/.test(name))];
  console.log(JSON.stringify(own));
`;

/** Starts a program for a debugger, through a preload script whose path needs quoting. */
async function start(
  context: TestContext,
  environment: Record<string, string> = {},
  commandOf = (node: string): [string, string[]] => [node, ['-e', code]],
  npmNodeOptions?: string,
) {
  const folder = await mkdtemp(join(tmpdir(), 'a "quoted" \\ folder '));
  const preload = join(folder, 'preload.cjs');
  await copyFile(preloadSource, preload);
  const nodes: WaitingNode[] = [];
  const meeting = await InspectorMeeting.open(noWatchdog, (node) => nodes.push(node));
  const inherited = { PATH: process.env['PATH'] ?? '', ...environment };
  const plan = {
    command: process.execPath,
    args: [],
    workingDirectory: folder,
    environment: inherited,
  };
  const invited = meeting.invite(plan, { preload, npmNodeOptions });
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
  /** The nth reported Node process. */
  const node = async (index: number): Promise<WaitingNode> => {
    await until(`Node process ${index} is reported`, () => nodes.length > index);
    return nodes[index] as WaitingNode;
  };
  return { meeting, node, nodes, ended };
}

/** Resumes a process as its debugger would. */
async function debug(meeting: InspectorMeeting, node: WaitingNode): Promise<void> {
  await meeting.promise(node);
  await release(node.url);
}

/** Resumes a program that waits for a debugger. */
async function release(url: string): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
  await once(socket, 'message');
  socket.terminate();
}

test('a program waits for the announced debugger, without noticing', async (context) => {
  const { meeting, node, ended } = await start(context);
  await debug(meeting, await node(0));
  const { exitCode, output } = await ended;
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(output), [null, [], []]);
});

test("a program's own NODE_OPTIONS are kept", async (context) => {
  const { meeting, node, ended } = await start(context, { NODE_OPTIONS: '--no-warnings' });
  await debug(meeting, await node(0));
  assert.deepEqual(JSON.parse((await ended).output), ['--no-warnings', [], []]);
});

test('a debugger that attaches immediately is noticed', async (context) => {
  const slowWrites = join(import.meta.dirname, '../../fixtures/slowWrites.cjs');
  const { meeting, node, ended } = await start(context, {
    NODE_OPTIONS: `--require ${slowWrites}`,
  });
  await debug(meeting, await node(0));
  assert.equal((await ended).exitCode, 0);
});

test('a program continues by itself when the meeting is closed', async (context) => {
  const { meeting, node, ended } = await start(context);
  await node(0);
  await meeting.close();
  assert.deepEqual(JSON.parse((await ended).output), [null, [], []]);
});

/** A script that a shell runs with Node: its code, and the name of its purpose. */
const inShell =
  (script: string) =>
  (node: string): [string, string[]] => ['sh', ['-c', script, node, code]];

test('each Node process that a shell starts waits for the debugger', async (context) => {
  const command = inShell('"$0" -e "$1" & "$0" -e "$1" & wait; "$0" -e "$1"');
  const { meeting, node, nodes, ended } = await start(context, {}, command);
  const both = [await node(0), await node(1)];
  // Two run at the same time, and the third only after they have ended.
  assert.equal(nodes.length, 2);
  await Promise.all(both.map((one) => debug(meeting, one)));
  await debug(meeting, await node(2));
  const { exitCode, output } = await ended;
  assert.equal(exitCode, 0);
  assert.equal(output.trim().split('\n').length, 3);
  assert.equal(new Set(nodes.map(({ pid }) => pid)).size, 3);
});

test('the children of a debugged process are left to its debugger', async (context) => {
  const parent = `require('node:child_process').execFileSync(process.execPath, ['-e', '0']);
    new (require('node:worker_threads').Worker)('0', { eval: true });`;
  const { meeting, node, nodes, ended } = await start(context, {}, (own) => [own, ['-e', parent]]);
  await debug(meeting, await node(0));
  assert.equal((await ended).exitCode, 0);
  assert.equal(nodes.length, 1);
});

test("a process's script is named, but never code passed as an argument", async (context) => {
  const { meeting, node } = await start(context, {}, (own) => [
    own,
    [join(import.meta.dirname, '../../fixtures/slowWrites.cjs')],
  ]);
  const first = await node(0);
  assert.equal(first.script, 'slowWrites.cjs');
  await debug(meeting, first);
  const other = await start(context);
  assert.equal((await other.node(0)).script, undefined);
  await debug(other.meeting, await other.node(0));
});

test("a package manager's node options keep the debugger's", async (context) => {
  const show = 'console.log(process.env.npm_config_node_options)';
  const { meeting, node, ended } = await start(
    context,
    { NODE_OPTIONS: '--no-warnings' },
    (own) => [own, ['-e', show]],
    '--stack-size=2000',
  );
  await debug(meeting, await node(0));
  // js-debug has already added its part to NODE_OPTIONS.
  assert.equal((await ended).output, '--stack-size=2000 --no-warnings\n');
});

test('a process that is promised a debugger continues without it, once it waits', async (context) => {
  const { meeting, node, ended } = await start(context);
  const first = await node(0);
  releaseFromInspector(first.url, systemClock);
  // Its answer tells that the process has handled requests before it waits.
  await release(first.url);
  await meeting.promise(first);
  assert.equal((await ended).exitCode, 0);
});

test('a process that never waits for a debugger is left alone after a while', async (context) => {
  const { meeting, node, ended } = await start(context, {}, (own) => [
    own,
    ['--inspect=127.0.0.1:0', '-e', code],
  ]);
  const clock = new ManualClock();
  releaseFromInspector((await node(0)).url, clock);
  await until('its inspector is open', () => clock.pending === 1);
  await meeting.close();
  clock.advance(10_000);
  // Otherwise it would wait for the end of the connection.
  assert.equal((await ended).exitCode, 0);
});
