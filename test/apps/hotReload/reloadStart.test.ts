import assert from 'node:assert/strict';
import { chmod, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openReload } from '../../../src/apps/hotReload/reloadStart.ts';
import { toDisposable } from '../../../src/common/disposable.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import { WorkQueue } from '../../../src/common/workQueue.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('compilers of several sessions start one after the other, none for one that has ended', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const [scope, ended] = [new LaunchScope(), new LaunchScope()];
  afterTest(context, () => scope.release());
  const user = { starts: new WorkQueue(1) };
  const [go, log] = [fixture.path('go'), fixture.path('calls.log')];
  // MSBuild that tells nothing, which ends the start.
  const wait = `while [ ! -e '${go}' ]; do sleep 0.02; done`;
  const script = `#!/bin/sh\necho begin >> '${log}'\n${wait}\necho end >> '${log}'\n`;
  await chmod(await fixture.write('tools/dotnet', script), 0o700);
  fixture.environment['PATH'] = `${fixture.path('tools')}:${fixture.environment['PATH']}`;
  const calls = () => readFile(log, 'utf8').catch(() => '');

  const told: HotReloadStatus[] = [];
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six']) {
    const source = await fixture.write(`${name}/A.cs`, '');
    const project = { path: fixture.path(`${name}/${name}.csproj`), projectReferences: [] };
    const app = await openReload(
      project as never,
      {
        dotnet: fixture.dotnet,
        build: {},
        user,
        launch: {
          host: { clock: new ManualClock() },
          events: {},
          scope: name === 'Six' ? ended : scope,
        },
        page: { listen: () => toDisposable(() => undefined), facts: {} },
        told: (status: HotReloadStatus) => void told.push(status),
      } as never,
    );
    app.edited(source);
  }
  const count = (kind: HotReloadStatus['kind']) => told.filter((one) => one.kind === kind).length;
  assert.equal(count('starting'), 6);
  await until('one starts', async () => (await calls()).includes('begin'));
  await ended.release();
  await fixture.write('go', '');
  await until('none can start', () => count('unavailable') === 6);
  assert.equal(await calls(), 'begin\nend\n'.repeat(5));
});
