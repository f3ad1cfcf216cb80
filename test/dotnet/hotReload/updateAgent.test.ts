import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, test } from 'node:test';
import {
  type AgentDelay,
  handlerLimit,
  isUpdatedByOthers,
  UpdateAgent,
} from '../../../src/dotnet/hotReload/updateAgent.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const open: UpdateAgent[] = [];
const sockets: Socket[] = [];
let clock = new ManualClock();
afterEach(async () => {
  clock = new ManualClock();
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(open.splice(0).map((agent) => agent.close()));
});

async function start(): Promise<{ agent: UpdateAgent; address: string }> {
  const agent = await UpdateAgent.open('/tools/agent.dll', { clock, watchdog: noWatchdog });
  open.push(agent);
  const address = agent.addTo({})['IDE_SESSION_HOST_HOT_RELOAD'] ?? '';
  return { agent, address: process.platform === 'win32' ? `\\\\.\\pipe\\${address}` : address };
}

/** Connects as the agent in a program does. */
async function connected(): Promise<{ agent: UpdateAgent; program: Socket; address: string }> {
  const { address, agent } = await start();
  const program = connect(address);
  sockets.push(program);
  program.write(Buffer.from([0, 4, 0, 0, 0, ...Buffer.from('A  B')]));
  assert.deepEqual(await agent.connected, ['A', 'B']);
  return { address, agent, program };
}

test('a program gets the variables that load the agent, before its own startup hooks', async () => {
  const { agent } = await start();
  const { IDE_SESSION_HOST_HOT_RELOAD: address, ...others } = agent.addTo({
    A: '1',
    DOTNET_STARTUP_HOOKS: '/own.dll',
  });
  assert.ok(address);
  assert.deepEqual(others, {
    A: '1',
    DOTNET_MODIFIABLE_ASSEMBLIES: 'debug',
    DOTNET_STARTUP_HOOKS: `/tools/agent.dll${delimiter}/own.dll`,
  });
  assert.equal(isUpdatedByOthers({}), false);
  assert.equal(isUpdatedByOthers(others), true);
});

test('the answers to updates come from the program', async () => {
  const { agent, program } = await connected();
  for (const [answer, expected] of [
    [[1, 0, 0, 0, 0], { kind: 'applied', warning: '' }],
    [[2, 2, 0, 0, 0, 0x6e, 0x6f], { kind: 'refused', reason: 'no' }],
  ] as const) {
    const applying = agent.apply([], () => assert.fail());
    await once(program, 'data');
    program.write(Buffer.from(answer));
    assert.deepEqual(await applying, expected);
  }
});

test('updates that wait for the end of a debugger are told', async () => {
  const { agent, program } = await connected();
  const delays: AgentDelay[] = [];
  const applying = agent.apply([], (delay) => void delays.push(delay));
  await once(program, 'data');
  program.write(Buffer.from([3, 0, 0, 0, 0]));
  await until('it is told', () => delays.length === 1);
  clock.advance(2 * handlerLimit);
  program.write(Buffer.from([1, 0, 0, 0, 0]));
  assert.deepEqual(await applying, { kind: 'applied', warning: '' });
  assert.deepEqual(delays, [{ kind: 'debugged' }]);
});

test('a handler that does not return is told, and its answer counts when it comes', async () => {
  const { agent, program } = await connected();
  const delays: AgentDelay[] = [];
  const applying = agent.apply([], (delay) => void delays.push(delay));
  await once(program, 'data');
  clock.advance(handlerLimit);
  program.write(Buffer.from([4, 1, 0, 0, 0, 0x41]));
  await until('the handler is known', () => clock.pending === 1);
  clock.advance(handlerLimit - 1);
  assert.deepEqual(delays, [{ kind: 'late', handler: undefined }]);
  clock.advance(1);
  assert.deepEqual(delays[1], { kind: 'late', handler: 'A' });
  program.write(Buffer.from([1, 0, 0, 0, 0]));
  assert.deepEqual(await applying, { kind: 'applied', warning: '' });
  clock.advance(handlerLimit);
  assert.equal(delays.length, 2);
});

test('a program that ends, or says what is unknown, takes no more updates', async () => {
  for (const end of [(one: Socket) => one.destroy(), (one: Socket) => one.write('what is this?')]) {
    const { agent, program } = await connected();
    const applying = agent.apply([], () => assert.fail());
    await once(program, 'data');
    end(program);
    assert.equal((await applying).kind, 'refused');
    assert.equal((await agent.apply([], () => assert.fail())).kind, 'refused');
  }
});

test('nothing is left when it is closed, even before the program connects', async () => {
  const { agent, address } = await start();
  await agent.close();
  assert.equal(await agent.connected, undefined);
  assert.equal(existsSync(address), false);
});

test('nothing is left when no socket can be opened', async (context) => {
  const parent = await mkdtemp(join(tmpdir(), 'ide-session-host-agent-'));
  // A socket's path has at most 107 bytes.
  const folder = join(parent, 'x'.repeat(100));
  await mkdir(folder);
  const { TMPDIR } = process.env;
  afterTest(context, async () => {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    await rm(parent, { recursive: true });
  });
  process.env['TMPDIR'] = folder;
  await assert.rejects(UpdateAgent.open('/tools/agent.dll', { clock, watchdog: noWatchdog }));
  assert.deepEqual(await readdir(folder), []);
});
