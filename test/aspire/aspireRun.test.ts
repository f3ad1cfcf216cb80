// `aspire run` with the real Aspire CLI and DCP through the headless host. All tests share one
// AppHost, since starting one takes half a minute.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { DotnetFixture } from '../../tools/fixtures/dotnet/dotnetFixture.ts';
import { isRunning, untilGone } from '../../tools/fixtures/processes/processes.ts';
import { startAppHost } from '../../tools/fixtures/aspire/appHost.ts';
import { writeAppHost } from '../../tools/fixtures/aspire/appHostFolder.ts';
import { assertLogged } from '../../tools/fixtures/aspire/dcpLog.ts';
import type { Executable } from '../../tools/fixtures/aspire/kubectl.ts';

const { texts } = createRequire(import.meta.url)('../fixtures/aspire/node/texts.js') as {
  texts: Readonly<Record<'stdout' | 'stderr', string>>;
};

const servers = ['api', 'client', 'node'];
const exits = ['exit0', 'exit3', 'exit143'];

test('the real Aspire runs its resources through the host', async (context) => {
  const fixture = await DotnetFixture.of(context);
  await writeAppHost(fixture);
  const appHost = await startAppHost(context, fixture, {
    resources: [...servers, ...exits, 'lines', 'after-exit0', 'broken', 'after-broken'],
  });

  await context.test('all resources run in the IDE and are reachable', async () => {
    for (const resource of servers) {
      assert.equal((await appHost.running(resource)).isIde, true, resource);
    }
    assert.equal(await appHost.answer('api'), 'hello from the API');
    assert.equal(await appHost.answer('node'), 'hello from Node');
    assert.match(await appHost.answer('client'), /blazor\.webassembly/);
  });

  for (const code of [0, 3, 143]) {
    await context.test(`a program that exits with ${code} is reported with that code`, async () => {
      const { exitCode, state } = await appHost.finished(`exit${code}`);
      assert.deepEqual({ exitCode, state }, { exitCode: code, state: 'Finished' });
    });
  }

  await context.test("a resource that waits for a program's success runs after it", async () => {
    assert.equal((await appHost.finished('after-exit0')).exitCode, 0);
  });

  await context.test(
    'a project that does not compile fails, and resources that wait for it never run',
    async () => {
      assert.equal((await appHost.finished('broken')).exitCode, 1);
      assert.equal(await appHost.settledState('after-broken'), 'FailedToStart');
      const executables = await appHost.executables();
      assert.equal(
        executables.find(({ resource }) => resource === 'after-broken'),
        undefined,
      );
    },
  );

  await context.test("logs are the program's output, byte for byte", async () => {
    const { stdErrFile, stdOutFile } = await appHost.finished('lines');
    await assertLogged(stdOutFile, texts.stdout);
    await assertLogged(stdErrFile, texts.stderr);
  });

  await context.test('one resource is stopped, started and restarted', async () => {
    const first = await appHost.running('node');
    await appHost.aspire('resource', 'node', 'stop');
    await untilGone([pidOf(first)]);
    assert.equal(await appHost.settledState('node'), 'Finished');

    await appHost.aspire('resource', 'node', 'start');
    const second = await appHost.running('node');
    assert.notEqual(pidOf(second), pidOf(first));
    assert.equal(await appHost.answer('node'), 'hello from Node');

    await appHost.aspire('resource', 'node', 'restart');
    const third = await appHost.executable(
      'node',
      'runs as another process',
      ({ pid, state }) => state === 'Running' && pid !== undefined && pid !== second.pid,
    );
    await untilGone([pidOf(second)]);
    assert.ok(isRunning(pidOf(third)));
    assert.equal(await appHost.answer('node'), 'hello from Node');
    assert.equal((await appHost.running('api')).state, 'Running');
  });
});

function pidOf({ pid, resource }: Executable): number {
  assert.ok(pid !== undefined, `${resource} has no pid`);
  return pid;
}
