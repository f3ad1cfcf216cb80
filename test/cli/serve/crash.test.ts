// A killed host can't end its programs: its watchdog does.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import type { Controller } from '../../../tools/controller/controller.ts';
import type { Session } from '../../../tools/controller/session.ts';
import { type Cli, startCli } from '../../../tools/fixtures/processes/cli.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { isRunning, untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { getWatchdogs } from '../../../tools/fixtures/processes/watchdogs.ts';

const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 };

interface Served {
  readonly cli: Cli;
  readonly controller: Controller;
  /** Starts a program as a session; resolves when it has written. */
  readonly run: (program: Parameters<typeof writeProgram>[1]) => Promise<Session>;
}

async function serve(context: TestContext): Promise<Served> {
  const cli = await startCli(context, ['serve', '--json']);
  const controller = await cli.controller();
  return {
    cli,
    controller,
    run: async (program) => {
      const script_path = await writeProgram(cli.folder, program);
      const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
      const session = await controller.runSession({ launch_configurations });
      await session.waitFor(({ stdout }) => stdout.includes('\n'));
      for (const pid of session.pids) killAfter(context, pid);
      return session;
    },
  };
}

/** The process ids that a program has printed. */
function saidBy({ stdout }: Session): number[] {
  return JSON.parse(stdout) as number[];
}

test('no program outlives a host that is killed under load', onLinux, async (context) => {
  const { cli, controller, run } = await serve(context);
  const told = await Promise.all([run('stubborn'), run('divided')]);
  const floods = await Promise.all(Array.from({ length: 4 }, () => run('flooding')));
  const pids = [...told.flatMap(saidBy), ...floods.flatMap((one) => one.pids)];
  for (const pid of pids) killAfter(context, pid);
  assert.equal(pids.filter(isRunning).length, 8);
  const stranger = knownPid(spawn('sleep', ['600'], { stdio: 'ignore', detached: true }).pid);
  killAfter(context, stranger);
  const watchdogs = await getWatchdogs(knownPid(cli.child.pid));

  assert.equal((await cli.end('SIGKILL')).signal, 'SIGKILL');
  controller.vanish();
  await untilGone(pids);
  assert.equal(isRunning(stranger), true);
  assert.equal(watchdogs.length, 1);
  await untilGone(watchdogs);
});

test(
  'no folder for temporary files outlives a host that is killed while it builds several projects',
  { ...onLinux, timeout: 240_000 },
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const { environment, folder } = fixture;
    await fixture.waitingProject('First');
    const names = ['One', 'Two'];
    await Promise.all(names.map((name) => fixture.waitingProject(name, 'never')));
    const cli = await startCli(context, ['serve', '--json', '--workspace', folder], {
      environment,
    });
    const controller = await cli.controller();
    const start = (project_path: string) =>
      controller.runSession({
        launch_configurations: [{ type: 'project', mode: 'NoDebug', project_path }],
      });
    const says = (session: Session, text: string) =>
      session.waitFor(
        ({ messages }) => messages.some(({ message }) => message.includes(text)),
        60_000,
        text,
      );
    await says(await start('First'), 'waiting First');
    const sessions = await Promise.all(names.map(start));
    await Promise.all(sessions.map((one) => says(one, 'is waiting for the running build')));
    await fixture.write('go', '');
    await Promise.all(sessions.map((one) => says(one, 'waiting One')));
    const ours = async (): Promise<readonly string[]> =>
      (await readdir(fixture.path('tmp'))).filter((name) => name.startsWith('ide-session-'));
    assert.ok((await ours()).some((name) => name.startsWith('ide-session-host-build-')));
    const watchdogs = await getWatchdogs(knownPid(cli.child.pid));

    assert.equal((await cli.end('SIGKILL')).signal, 'SIGKILL');
    controller.vanish();
    await untilGone(watchdogs);
    assert.deepEqual(await ours(), []);
  },
);

test('a host that ends normally leaves no watchdog', onLinux, async (context) => {
  const { cli, run } = await serve(context);
  await run('polite');
  const [first, ...more] = await getWatchdogs(knownPid(cli.child.pid));
  const watchdog = knownPid(first);
  assert.deepEqual(more, []);
  const environment = await readFile(`/proc/${watchdog}/environ`, 'utf8');
  assert.doesNotMatch(environment, /DEBUG_SESSION_/);
  assert.equal((await cli.end()).code, 0, cli.stderr);
  await until('the watchdog has ended', () => !isRunning(watchdog));
});
