import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Controller } from '../../../tools/controller/controller.ts';
import type { Session } from '../../../tools/controller/session.ts';
import { type Cli, startCli, startCliInTerminal } from '../../../tools/fixtures/processes/cli.ts';
import { isRunning, untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const onLinux = { skip: process.platform !== 'linux' && 'script of util-linux is needed' };

interface Running {
  readonly cli: Cli;
  readonly controller: Controller;
  readonly session: Session;
}

async function startSession(
  context: TestContext,
  program: 'polite' | 'stubborn',
  ...args: readonly string[]
): Promise<Running> {
  const cli = await startCli(context, ['serve', '--json', ...args]);
  const script_path = await writeProgram(cli.folder, program);
  const controller = await cli.controller();
  const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
  const session = await controller.runSession({ launch_configurations });
  await session.waitFor(({ stdout }) => stdout.includes('\n'));
  return { cli, controller, session };
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`on ${signal} the programs end, the controllers are notified, and the host exits with 0`, async (context) => {
    const { cli, controller, session } = await startSession(context, 'polite');
    const { code } = await cli.end(signal);
    assert.equal(code, 0, cli.stderr);
    assert.deepEqual(await session.terminated, { exitCode: 0 });
    assert.equal(session.stdout, 'ready\nleaving\n');
    await untilGone(session.pids);
    controller.assertClean();
    assert.match(cli.stderr, new RegExp(` info ${signal} received\\.$`, 'm'));
  });
}

test('with --keep, the host and its sessions outlive the terminal', async (context) => {
  const { cli, session } = await startSession(context, 'polite', '--keep');
  cli.child.kill('SIGHUP');
  await until('it has noticed', () => cli.stderr.includes('SIGHUP received. The host keeps'));
  const other = await cli.controller();
  const script_path = await writeProgram(cli.folder, 'short');
  const { terminated } = await other.runSession({
    launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' }],
  });
  assert.deepEqual(await terminated, { exitCode: 3 });
  assert.ok(session.pids.every(isRunning));
  assert.equal((await cli.end()).code, 0, cli.stderr);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
});

test('a second signal does not make the end less graceful', async (context) => {
  const { cli, session } = await startSession(context, 'polite');
  cli.child.kill('SIGINT');
  cli.child.kill('SIGINT');
  assert.equal((await cli.end('SIGTERM')).code, 0);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
});

test('many programs that ignore signals are killed, with their children and the command', async (context) => {
  const folder = await startCli(context, ['--version']);
  const command = await writeProgram(folder.folder, 'stubborn');
  const args = ['serve', '--json', '--', process.execPath, command];
  const cli = await startCli(context, args);
  const controller = await cli.controller();
  const sessions = await Promise.all(
    Array.from({ length: 20 }, () =>
      controller.runSession({
        launch_configurations: [{ type: 'node', script_path: command, mode: 'NoDebug' }],
      }),
    ),
  );
  for (const session of sessions) await session.waitFor(({ stdout }) => stdout.includes('\n'));
  await until('the command has printed its id', () => cli.stdout.split('\n').length > 2);
  const said = [cli.stdout.split('\n')[1] ?? '', ...sessions.map(({ stdout }) => stdout)];
  const pids = said.flatMap((text) => JSON.parse(text) as number[]);
  assert.equal(pids.filter(isRunning).length, 42);

  const { code } = await cli.end();
  assert.equal(code, 0, cli.stderr);
  await untilGone(pids);
  for (const session of sessions)
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 137 });
});

test('ending during many starts leaves no program behind', async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  const script_path = await writeProgram(cli.folder, 'marking');
  const marks = join(cli.folder, 'marks');
  await mkdir(marks);
  const controller = await cli.controller();
  const run = {
    launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' as const }],
    args: [marks],
  };
  const sessions = await Promise.all(Array.from({ length: 40 }, () => controller.runSession(run)));
  for (const { started } of sessions) started.catch(() => {});
  await until('the first program runs', async () => (await readdir(marks)).length > 0);
  const { code } = await cli.end();
  assert.equal(code, 0, cli.stderr);
  const pids = (await readdir(marks)).map(Number);
  await untilGone(pids);
  await Promise.all(sessions.map(({ terminated }) => terminated));
  assert.ok(pids.length > 0);
});

test('ending before the host serves is an orderly end too', async (context) => {
  const cli = await startCli(context, ['serve']);
  await until('it is starting', async () => (await readdir(cli.temporary)).length > 0);
  assert.equal((await cli.end()).code, 0, cli.stderr);
  assert.deepEqual(await readdir(cli.temporary), []);
});

test("all programs end even if the host's output is no longer read", async (context) => {
  const { cli, session } = await startSession(context, 'polite');
  cli.child.stderr?.destroy();
  cli.child.stdout?.destroy();
  assert.equal((await cli.end()).code, 0);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
  await untilGone(session.pids);
});

const controllerModule = join(import.meta.dirname, '../../../tools/controller/controller.ts');

/** A command that is a controller with a session, and takes a while to stop it. */
function controllerCommand(script_path: string): readonly string[] {
  const request = { launch_configurations: [{ type: 'node', script_path }] };
  const script = `
    import { setTimeout } from 'node:timers/promises';
    import { Controller } from ${JSON.stringify(pathToFileURL(controllerModule).href)};
    const controller = Controller.fromEnvironment(process.env);
    await controller.connect();
    const session = await controller.runSession(${JSON.stringify(request)});
    await session.waitFor(({ stdout }) => stdout === 'ready\\n');
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, async () => {
      await setTimeout(500);
      console.log('DELETE ' + (await controller.stopSession(session.id)));
      console.log('ended ' + (await session.terminated).exitCode);
      await controller.disconnect();
      console.log('left');
      process.exit();
    });
    console.log('running');`;
  return ['--', process.execPath, '--input-type=module', '-e', script];
}

/** What the controller of {@link controllerCommand} prints when it can finish. */
function assertFinished(said: string): void {
  const lines = said.replaceAll('\r\n', '\n');
  assert.match(lines, /^running\n(.*\n)*DELETE 20[04]\n(.*\n)*ended 0\n(.*\n)*left$/m);
}

test('a controller that is the command stops its session itself before the host closes', async (context) => {
  const { folder } = await startCli(context, ['--version']);
  const command = controllerCommand(await writeProgram(folder, 'polite'));
  const cli = await startCli(context, ['serve', ...command]);
  await until('the program runs', () => cli.stdout.includes('running'));
  assert.equal((await cli.end()).code, 0, cli.stderr);
  assertFinished(cli.stdout);
});

test('Ctrl+C in a terminal lets the command finish', onLinux, async (context) => {
  const { folder } = await startCli(context, ['--version']);
  const command = controllerCommand(await writeProgram(folder, 'polite'));
  const terminal = await startCliInTerminal(context, ['serve', ...command]);
  await until('the program runs', () => terminal.shown.includes('running'));
  terminal.pressCtrlC();
  assert.deepEqual(await terminal.exited, { code: 0, signal: null });
  assertFinished(terminal.shown);
});

test('Ctrl+C in a terminal reaches the command once', onLinux, async (context) => {
  const script = `for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => { console.log('got', signal); setTimeout(() => process.exit(5), 500); });
  }
  setInterval(() => {}, 1000);
  console.log('waiting');`;
  const command = [process.execPath, '-e', script];
  const terminal = await startCliInTerminal(context, ['serve', '--', ...command]);
  await until('the command runs', () => /^waiting\r?$/m.test(terminal.shown));
  terminal.pressCtrlC();
  assert.deepEqual(await terminal.exited, { code: 0, signal: null });
  assert.deepEqual(terminal.shown.match(/got \w+/g), ['got SIGINT']);
});
