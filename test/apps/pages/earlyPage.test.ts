import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { launchProject } from '../../../src/apps/launchProject.ts';
import { EarlyPage } from '../../../src/apps/pages/earlyPage.ts';
import { Phases } from '../../../src/apps/phases.ts';
import { LaunchCancelled, LaunchScope } from '../../../src/common/launchScope.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { BuildResult } from '../../../src/dotnet/build/buildPlan.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import type { LaunchEvents } from '../../../src/sessions/run/strategy.ts';
import type { DebuggedPage } from '../../../src/wasm/pageDebugger.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { createClient } from '../../../tools/fixtures/dotnet/blazorProjects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { RecordingWatchdog } from '../../../tools/fixtures/processes/recordingWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { noSpareProxies } from '../../wasm/debugProxy/proxyFixture.ts';

const limit = { timeout: 240_000 };

const events = { note: () => undefined, message: () => undefined } as unknown as LaunchEvents;

/** Builds that end when they are stopped. */
class HeldBuilds {
  /** How many run. */
  running = 0;

  async build(_plan: unknown, _listener: unknown, signal: AbortSignal): Promise<BuildResult> {
    this.running++;
    await once(signal, 'abort');
    this.running--;
    return { kind: 'stopped', issues: [] };
  }
}

/**
 * A launch of a restored client that has not been evaluated yet, with a debugger that only
 * attaches.
 */
class EarlyLaunch {
  readonly scope = new LaunchScope();
  readonly attached: DebuggedPage[] = [];
  readonly #watchdog = new RecordingWatchdog();
  detached = 0;
  readonly client: ProjectFacts;
  readonly #fixture: DotnetFixture;
  readonly #projects: Projects;

  private constructor(fixture: DotnetFixture, projects: Projects, client: ProjectFacts) {
    this.#fixture = fixture;
    this.#projects = projects;
    this.client = client;
  }

  static async of(context: TestContext): Promise<EarlyLaunch> {
    const fixture = await DotnetFixture.of(context);
    await createClient(fixture.path('BlazorApp'));
    const project = fixture.path('BlazorApp', 'BlazorApp.csproj');
    await fixture.run('restore', project);
    const projects = new Projects(fixture.dotnet);
    afterTest(context, () => projects.dispose());
    const launch = new EarlyLaunch(fixture, projects, await projects.facts(project));
    afterTest(context, () => launch.scope.release());
    return launch;
  }

  /** Opens the page and waits until its debugger is attached. */
  async open(mode: 'Debug' | 'NoDebug' = 'Debug'): Promise<EarlyPage | undefined> {
    const { host, opening, scope } = this.#launch;
    const plan = { name: 'BlazorApp', mode, project: this.client.path, page: {} };
    const launch = { plan, scope, link: undefined, tools: { dotnet: this.#fixture.dotnet } };
    const pageLaunch = { host, opening, events, scope, phases: new Phases(systemClock) };
    const page = await EarlyPage.open(
      Promise.resolve(this.client),
      launch as never,
      this.#debugging() as never,
      pageLaunch as never,
    );
    if (page !== undefined) {
      await until('the debugger is attached', () => this.attached.length > 0);
    }
    return page;
  }

  /** Launches the client with builds that end when they are stopped. Resolves once it has ended. */
  async run(builds: HeldBuilds): Promise<void> {
    const { dotnet } = this.#fixture;
    const plan = {
      name: 'BlazorApp',
      mode: 'Debug',
      project: this.client.path,
      profile: { kind: 'none' },
      page: {},
    };
    const options = {
      ...this.#launch,
      debugging: this.#debugging(),
      tools: { dotnet, projects: this.#projects, builds, buildObserver: {} },
      session: { programDebugging: () => undefined },
    };
    const listener = { evaluated: () => undefined };
    const { scope } = this;
    const launching = launchProject(
      plan as never,
      options as never,
      events,
      scope,
      listener as never,
    );
    await assert.rejects(launching, LaunchCancelled);
  }

  get #launch() {
    const clock = systemClock;
    const host = {
      clock,
      log: new RecordingLog(),
      launchContext: this.#fixture.dotnet.launchContext,
      programOptions: { clock, watchdog: this.#watchdog, grace: () => 5_000 },
    };
    const opening = {
      browserSettings: () => ({ arguments: [], headless: 'always' }),
      askDialog: () => Promise.resolve({ accept: false }),
    };
    return { host, opening, scope: this.scope };
  }

  #debugging() {
    const attach = (page: DebuggedPage) => {
      this.attached.push(page);
      const detach = async (): Promise<unknown> => this.detached++;
      return Promise.resolve({ detach, breakpoints: () => [], ended: new Promise(() => {}) });
    };
    return {
      attaching: { expect: () => undefined, attach },
      csharpSettings: () => ({ debugRelay: true, justMyCode: true }),
      spareProxies: noSpareProxies(),
      breakpointTexts: { at: () => undefined, failed: () => undefined },
    };
  }

  /** The running processes of the launch: its browser and its debug proxy. */
  get programs(): readonly number[] {
    const pids = [...this.#watchdog.watched].filter((one) => typeof one === 'number');
    return pids.filter(isRunning);
  }
}

test(
  'a page that was opened early is used once its client is evaluated, and is there before the build',
  limit,
  async (context) => {
    const launch = await EarlyLaunch.of(context);
    const builds = new HeldBuilds();
    const ended = launch.run(builds);
    await until('the build runs', () => builds.running > 0);
    await until('the debugger is attached', () => launch.attached.length > 0);
    await launch.attached[0]?.started;
    assert.equal(launch.programs.length, 2);
    assert.equal(builds.running, 1);
    await launch.scope.release();
    await ended;
    assert.equal(launch.attached.length, 1);
    assert.equal(launch.detached, 1);
    assert.deepEqual(launch.programs, []);
  },
);

test('a page that was opened for another runtime is closed', limit, async (context) => {
  const launch = await EarlyLaunch.of(context);
  const early = await launch.open();
  const client = { ...launch.client, runtimeVersion: '9.0.0' };
  assert.equal(early?.confirm({ kind: 'standalone', client }), undefined);
  await until('the browser and the proxy have ended', () => launch.programs.length === 0);
  assert.equal(launch.detached, 1);
  assert.equal(launch.scope.signal.aborted, false);
});

test('no page is opened early unless it is to be debugged', limit, async (context) => {
  const launch = await EarlyLaunch.of(context);
  assert.equal(await launch.open('NoDebug'), undefined);
});
