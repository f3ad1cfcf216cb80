// How the real Aspire, DCP and the headless host end, both orderly and by a crash. All tests share
// one project, which is built once.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { kill } from '../../tools/editor/leftovers.ts';
import { startCli } from '../../tools/fixtures/processes/cli.ts';
import { DotnetFixture } from '../../tools/fixtures/dotnet/dotnetFixture.ts';
import { untilGone } from '../../tools/fixtures/processes/processes.ts';
import {
  type AppHost,
  aspireRun,
  startAppHost,
  throughHost,
} from '../../tools/fixtures/aspire/appHost.ts';
import { writeAppHost } from '../../tools/fixtures/aspire/appHostFolder.ts';

const resources = ['api', 'node'];
const terminal = ['python3', join(import.meta.dirname, 'terminal.py')];

const host = /cli\.js serve/;
const appHostProgram = /AppHost\/bin\/Debug\/net10\.0\/AppHost/;

/** The resources' programs, which must all be gone in the end. */
const programs = /Api\.dll|\/Api$|node\/server\.js/;

test('endings of the real Aspire', async (context) => {
  const fixture = await DotnetFixture.of(context);
  await writeAppHost(fixture);

  async function running(subtest: TestContext, wrapper: readonly string[] = []): Promise<AppHost> {
    const commandLine = [...wrapper, ...throughHost(aspireRun(fixture))];
    const appHost = await startAppHost(subtest, fixture, { resources, commandLine });
    for (const resource of resources) await appHost.answer(resource);
    assert.equal(runningPrograms(appHost).length, resources.length);
    return appHost;
  }

  await context.test(
    'Ctrl+C in the terminal ends everything and leaves nothing',
    async (subtest) => {
      const appHost = await running(subtest, terminal);
      const before = appHost.processes().map(({ pid }) => pid);
      kill(appHost.process(/terminal\.py/).pid, 'SIGUSR1');
      await appHost.ended;
      assert.match(appHost.output, /\nexit code 0\s*$/);
      await untilGone(before);
    },
  );

  await context.test('a killed host takes its programs with it', async (subtest) => {
    const appHost = await running(subtest);
    const pids = runningPrograms(appHost);
    kill(appHost.process(host).pid, 'SIGKILL');
    await untilGone(pids);
  });

  await context.test(
    'a host that is restarted after a crash reports the ended programs to DCP',
    async (subtest) => {
      const serve = ['serve', '--json', '--state', fixture.path('state.json')];
      const first = await startCli(subtest, serve);
      const environment = await first.variables();
      const commandLine = aspireRun(fixture);
      const appHost = await startAppHost(subtest, fixture, { resources, commandLine, environment });
      for (const resource of resources) await appHost.answer(resource);
      const { pid } = await appHost.running('node');
      await first.end('SIGKILL');

      const second = await startCli(subtest, serve);
      assert.deepEqual(await second.variables(), environment);
      for (const resource of resources) {
        assert.equal((await appHost.finished(resource)).exitCode, 1, resource);
      }
      await appHost.aspire('resource', 'node', 'start');
      assert.notEqual((await appHost.running('node')).pid, pid);
      assert.equal(await appHost.answer('node'), 'hello from Node');
    },
  );

  await context.test('ending the host after a crash of DCP leaves nothing', async (subtest) => {
    const appHost = await running(subtest);
    const before = appHost.processes().map(({ pid }) => pid);
    for (const pattern of [/dcp start-apiserver/, /dcp run-controllers/]) {
      kill(appHost.process(pattern).pid, 'SIGKILL');
    }
    kill(appHost.process(host).pid, 'SIGTERM');
    await appHost.ended;
    await untilGone(before);
  });

  await context.test('a killed AppHost ends its sessions and the host', async (subtest) => {
    const appHost = await running(subtest);
    const pids = runningPrograms(appHost);
    kill(appHost.process(appHostProgram).pid, 'SIGKILL');
    await appHost.ended;
    await untilGone(pids);
  });
});

function runningPrograms(appHost: AppHost): readonly number[] {
  return appHost
    .processes()
    .filter(({ commandLine }) => programs.test(commandLine))
    .map(({ pid }) => pid);
}
