import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ProgramReloading } from '../../../src/apps/hotReload/programReloading.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import type { ProgramPlan } from '../../../src/launch/launchPlan.ts';
import type { ProjectRun } from '../../../src/projects/projectRun.ts';
import { WorkQueue } from '../../../src/common/workQueue.ts';
import { LiveInputs } from '../../../src/sessions/inputs/liveInputs.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const facts = {
  path: '/app/App.csproj',
  targetFramework: 'net10.0',
  targetPath: '/app/bin/App.dll',
  runCommand: '/app/bin/App',
  runArguments: [],
};
const program = {
  command: '/app/bin/App',
  args: [],
  environment: { A: '1' },
};

/** Writes the settings of a built program. */
async function build(fixture: DotnetFixture, configProperties: object): Promise<object> {
  const text = JSON.stringify({ runtimeOptions: { configProperties } });
  await fixture.write('App.runtimeconfig.json', text);
  return { targetPath: fixture.path('App.dll') };
}

/** A launch of a program that doesn't load its agent. */
async function launch(
  context: TestContext,
  { kind = 'process', project = {}, plan = {}, settings }: Given,
): Promise<{
  environment: ProgramPlan['environment'];
  live: LiveInputs;
  shown: HotReloadStatus[];
  clock: ManualClock;
}> {
  const scope = new LaunchScope();
  afterTest(context, () => scope.release());
  const fixture = await DotnetFixture.of(context);
  const live = new LiveInputs();
  const clock = new ManualClock();
  const shown: HotReloadStatus[] = [];
  let environment: ProgramPlan['environment'] = {};
  const running = {
    kind,
    run: (_facts: unknown, { environment: given }: ProgramPlan) => void (environment = given),
  };
  const reloading = new ProgramReloading({ ...facts, ...project } as never, {
    user: {
      program: join(import.meta.dirname, '../../../media/hotReload'),
      starts: new WorkQueue(1),
      isAutomatic: () => true,
      open: () => ({ show: (status) => void shown.push(status), dispose() {} }),
    },
    link: undefined,
    dotnet: fixture.dotnet,
    build: {},
    running: running as never,
    launch: {
      events: { note() {} } as never,
      host: { clock, log: new RecordingLog(), programOptions: { watchdog: noWatchdog } } as never,
      live,
      scope,
    },
  });
  const built = { ...facts, ...project, ...(settings && (await build(fixture, settings))) };
  const run = await reloading.prepare(built as never);
  const { targetPath: script } = built;
  run(built as never, { ...program, script, ...plan } as never, {} as never);
  return { environment, live, shown, clock };
}

interface Given {
  readonly kind?: ProjectRun['kind'];
  readonly project?: object;
  readonly plan?: object;
  /** The settings of the program's runtime. */
  readonly settings?: object;
}

const obstacles: readonly (Given & { readonly what: string; readonly why: RegExp })[] = [
  { what: 'a debugged program', kind: 'debugger', why: /debugger does not apply changes/ },
  { what: 'a program in F#', project: { path: '/app/App.fsproj' }, why: /Only C# programs/ },
  { what: 'a program before .NET 6', project: { targetFramework: 'net5.0' }, why: /\.NET 6/ },
  { what: 'another program', plan: { script: '/bin/tool' }, why: /another program/ },
  {
    what: 'a program that another tool updates',
    plan: { environment: { A: '1', DOTNET_MODIFIABLE_ASSEMBLIES: 'debug' } },
    why: /DOTNET_MODIFIABLE_ASSEMBLIES/,
  },
  {
    what: 'a program with a profiler',
    plan: { environment: { A: '1', CORECLR_ENABLE_PROFILING: '1' } },
    why: /CORECLR_ENABLE_PROFILING/,
  },
  {
    what: 'a program that is trimmed when it is published',
    settings: {
      'System.StartupHookProvider.IsSupported': false,
      'System.Reflection.Metadata.MetadataUpdater.IsSupported': false,
    },
    why: /StartupHookSupport/,
  },
  {
    what: 'a program that is not built for debugging',
    settings: { 'System.Reflection.Metadata.MetadataUpdater.IsSupported': false },
    why: /MetadataUpdaterSupport/,
  },
];

for (const { what, why, ...given } of obstacles) {
  test(`${what} runs as it is, and is told at the first change why it is not applied`, async (context) => {
    const { environment, live, shown } = await launch(context, given);
    const { environment: expected } = { ...program, ...given.plan };
    assert.deepEqual(environment, expected);
    assert.equal(shown.length, 0);
    live.noticed({ changes: [{ path: '/app/A.cs', kind: 'changed' }], outOfDate: new Set() });
    await until('the reason is shown', () => shown.length > 0);
    const [status] = shown;
    assert.ok(status?.kind === 'unavailable');
    assert.match(status.reason, why);
  });
}

test('a program that does not load its agent is told at the first change after a minute', async (context) => {
  const { clock, environment, live, shown } = await launch(context, {});
  assert.match(environment['DOTNET_STARTUP_HOOKS'] ?? '', /hotReloadAgent\.dll$/);
  live.noticed({ changes: [{ path: '/app/A.cs', kind: 'changed' }], outOfDate: new Set() });
  assert.equal(shown.length, 0);
  clock.advance(60_000);
  await until('the reason is shown', () => shown.length > 0);
  const [status] = shown;
  assert.ok(status?.kind === 'unavailable');
  assert.match(status.reason, /does not load the hot reload agent/);
});
