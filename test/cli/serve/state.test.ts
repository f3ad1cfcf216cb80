import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { HostState } from '../../../src/host/state/hostState.ts';
import type { Controller } from '../../../tools/controller/controller.ts';
import type { Session } from '../../../tools/controller/session.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { freePort } from '../../../tools/fixtures/freePort.ts';
import { type Cli, startCli } from '../../../tools/fixtures/processes/cli.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 240_000 };

function serve(context: TestContext, stateFile: string, ...args: string[]): Promise<Cli> {
  return startCli(context, ['serve', '--json', '--state', stateFile, ...args]);
}

async function newStateFile(context: TestContext): Promise<string> {
  return join(await temporaryFolder(context), 'state.json');
}

function readState(path: string): HostState {
  return JSON.parse(readFileSync(path, 'utf8')) as HostState;
}

/** Resolves when the test has read this from stderr, which may be after it has read stdout. */
function untilLogged(cli: Cli, text: RegExp): Promise<void> {
  return until(`${text} is logged`, () => text.test(cli.stderr));
}

/** Resolves when this many ends are unconfirmed. */
function untilPending(stateFile: string, count: number): Promise<void> {
  return until(`${count} ends are pending`, () => readState(stateFile).sessions.length === count);
}

async function run(
  cli: Cli,
  controller: Controller,
  program: Parameters<typeof writeProgram>[1],
): Promise<Session> {
  const script_path = await writeProgram(cli.folder, program);
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' }],
  });
  await session.waitFor(({ stdout }) => stdout.includes('\n'));
  return session;
}

function endsOf({ notifications }: Session): number {
  return notifications.filter((one) => one.notification_type === 'sessionTerminated').length;
}

test(
  'a controller that reconnects after a crash is told once which sessions have ended',
  limit,
  async (context) => {
    const stateFile = await newStateFile(context);
    const first = await serve(context, stateFile);
    const controller = await first.controller();
    const ended = await run(first, controller, 'short');
    assert.deepEqual(await ended.terminatedWithin(), { exitCode: 3 });
    const running = await run(first, controller, 'polite');
    assert.equal(statSync(stateFile).mode & 0o777, 0o600);
    await untilPending(stateFile, 1);
    await first.end('SIGKILL');

    const second = await serve(context, stateFile);
    assert.deepEqual(await second.variables(), await first.variables());
    assert.deepEqual(await running.terminatedWithin(), { exitCode: 1 });
    assert.match(running.stderr, /The session host ended unexpectedly/);
    assert.deepEqual(
      running.messages.map(({ code }) => code),
      ['SessionHostCrashed'],
    );
    await untilPending(stateFile, 0);
    const later = await run(second, controller, 'short');
    assert.deepEqual(await later.terminatedWithin(), { exitCode: 3 });
    await untilPending(stateFile, 0);

    await second.end('SIGKILL');
    await serve(context, stateFile);
    await controller.connected();
    await controller.roundTrip();
    assert.deepEqual([ended, running, later].map(endsOf), [1, 1, 1]);
  },
);

test('a crash before the controller reconnects loses no end', limit, async (context) => {
  const stateFile = await newStateFile(context);
  const first = await serve(context, stateFile);
  const controller = await first.controller();
  const session = await run(first, controller, 'polite');
  await first.end('SIGKILL');
  const state = readState(stateFile);
  // It doesn't connect to the second host.
  controller.vanish();
  const second = await serve(context, stateFile);
  await second.variables();
  await second.end('SIGKILL');
  assert.deepEqual(readState(stateFile), state);
  await serve(context, stateFile);
  await controller.connect();
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
});

test('a host that ends normally keeps its identity and no sessions', limit, async (context) => {
  const stateFile = await newStateFile(context);
  const first = await serve(context, stateFile);
  const controller = await first.controller();
  const session = await run(first, controller, 'polite');
  assert.equal((await first.end()).code, 0);
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
  assert.deepEqual(readState(stateFile).sessions, []);
  const second = await serve(context, stateFile);
  assert.deepEqual(await second.variables(), await first.variables());
  await controller.connected();
  await controller.roundTrip();
  assert.equal(endsOf(session), 1);
});

test(
  'if its port is in use, the host says so and listens on another one',
  limit,
  async (context) => {
    const stateFile = await newStateFile(context);
    const first = await serve(context, stateFile);
    await first.variables();
    await first.end();
    const { port } = readState(stateFile);
    const other = createServer((socket) => socket.destroy());
    await once(other.listen(port, '127.0.0.1'), 'listening');
    afterTest(context, () => other.close());
    const second = await serve(context, stateFile);
    const variables = await second.variables();
    const before = await first.variables();
    for (const name of ['PORT', 'TOKEN', 'SERVER_CERTIFICATE']) {
      assert.notEqual(variables[`DEBUG_SESSION_${name}`], before[`DEBUG_SESSION_${name}`]);
    }
    await untilLogged(second, new RegExp(`Port ${port}.* is in use by another program`));
    await untilLogged(second, /Restart the controllers of the earlier host/);
    assert.equal(variables['DEBUG_SESSION_PORT'], `localhost:${readState(stateFile).port}`);
  },
);

test('a second host with the same state file does not use it', limit, async (context) => {
  const stateFile = await newStateFile(context);
  const first = await serve(context, stateFile);
  await first.variables();
  const state = readState(stateFile);
  const second = await serve(context, stateFile);
  const { DEBUG_SESSION_TOKEN } = await second.variables();
  assert.notEqual(DEBUG_SESSION_TOKEN, state.token);
  await untilLogged(second, /Another host with the same state listens on port/);
  const session = await run(second, await second.controller(), 'short');
  await session.terminatedWithin();
  assert.deepEqual(readState(stateFile), state);
});

test(
  'refuses to start with a file that is not a state file, and keeps it',
  limit,
  async (context) => {
    const stateFile = await newStateFile(context);
    writeFileSync(stateFile, 'a private note', { mode: 0o600 });
    const cli = await serve(context, stateFile);
    assert.equal((await cli.exited).code, 1);
    assert.match(cli.stderr, /is not a state file of IDE Session Host\. Delete it/);
    assert.ok(!cli.stderr.includes('private note'));
    assert.equal(readFileSync(stateFile, 'utf8'), 'a private note');
  },
);

test(
  "a different requested port is used, with a warning that earlier controllers can't reconnect",
  limit,
  async (context) => {
    const stateFile = await newStateFile(context);
    const first = await serve(context, stateFile);
    await first.variables();
    await first.end();
    const port = await freePort();
    const second = await serve(context, stateFile, '--port', String(port));
    assert.equal((await second.variables())['DEBUG_SESSION_PORT'], `localhost:${port}`);
    await untilLogged(second, /Restart the controllers of the earlier host/);
    assert.equal(readState(stateFile).port, port);
  },
);
