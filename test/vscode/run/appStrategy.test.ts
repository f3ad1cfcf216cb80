import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, type TestContext, test } from 'node:test';
import { editor } from '../../../tools/fixtures/editorStandIn.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { HumanError } from '../../../src/common/humanError.ts';
import type { RunMode } from '../../../src/protocol/launchConfigurations.ts';
import type { Launch, LaunchEvents, RunStrategy } from '../../../src/sessions/run/strategy.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const { createAppStrategy } = await import('../../../src/vscode/run/appStrategy.ts');
const { LiveApps } = await import('../../../src/vscode/window/liveApps.ts');

const limit = { timeout: 240_000 };
const serving =
  "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');";

beforeEach(() => {
  editor.settings = {};
  editor.shown = [];
});

interface AppOptions {
  readonly mode?: RunMode;
  /** What Node runs as the program of the project. */
  readonly script?: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  /** Evaluates the project, after the test has decided what becomes of it. */
  readonly evaluate?: (signal: AbortSignal) => Promise<void>;
  /** Opens the debug session that shows the app. */
  readonly open?: () => Promise<void>;
}

/** The strategy of a console project, with a record of what its debug session shows and its session reports. */
class AppFixture {
  readonly shown: string[] = [];
  readonly reports: string[] = [];
  readonly live = new LiveApps();
  /** The pages of the app, none of which is opened. */
  readonly pages = { viewerBelow: () => undefined, dispose: () => (this.hasPages = false) };
  hasPages = true;
  readonly strategy: RunStrategy;
  /** The projects that were evaluated. */
  evaluations = 0;
  #restart: () => void = () => undefined;
  restarts = 0;

  constructor(project: string, { env = [], evaluate, mode = 'NoDebug', open, script }: AppOptions) {
    const facts = {
      path: project,
      name: 'Shop',
      kind: 'program',
      folder: import.meta.dirname,
      targetFrameworks: ['net10.0'],
      targetPath: '',
      runCommand: process.execPath,
      runArguments: ['-e', script ?? serving],
      runWorkingDirectory: import.meta.dirname,
    };
    const runFacts = async (_project: string, signal: AbortSignal) => {
      this.evaluations++;
      await evaluate?.(signal);
      return facts;
    };
    const projects = { runFacts, facts: async () => facts };
    const launchContext = { environment: { ...ownEnvironment, SHOP_COLOR: 'inherited' } };
    const programOptions = { clock: systemClock, watchdog: noWatchdog, grace: () => 5_000 };
    this.strategy = createAppStrategy({
      plan: {
        kind: 'project',
        name: 'Shop',
        project,
        mode,
        env,
        profile: { kind: 'none' },
        build: {},
      },
      session: {
        id: 'one',
        root: {
          adapter: {
            process: (name: string) => this.shown.push(`process ${name}`),
            output: (stream: string, text: string) => this.shown.push(`${stream} ${text.trim()}`),
            note: (text: string) => this.shown.push(`note ${text.trim()}`),
            important: (text: string) => this.shown.push(`important ${text}`),
          },
          open: async (restart: () => void) => {
            this.#restart = restart;
            await open?.();
            return {};
          },
          close: (exitCode: number | undefined) => this.shown.push(`closed ${exitCode}`),
        },
        owner: { requestedBy: 'user', controller: undefined },
      },
      actions: { requestRestart: () => this.restarts++ },
      window: {
        live: this.live,
        pageTabs: { add: () => this.pages },
        hotReloads: { createUser: () => undefined },
      },
      launchOptions: {
        host: { clock: systemClock, log: {}, launchContext, programOptions },
        tools: {
          projects: { with: () => projects },
          builds: { build: async () => ({ kind: 'upToDate', issues: [] }) },
          buildObserver: {},
        },
        candidates: undefined,
        phaseHistory: { last: () => ({}), keep: () => undefined },
      },
    } as never);
  }

  launch(context: TestContext): Launch {
    const events: LaunchEvents = {
      waiting: () => void this.reports.push('waiting'),
      started: () => void this.reports.push('started'),
      output: (stream, chunk) => {
        this.reports.push(`${stream} ${Buffer.from(chunk).toString().trim()}`);
        return undefined;
      },
      message: (level, text) => void this.reports.push(`${level} ${text}`),
      note: () => undefined,
    };
    const launch = this.strategy.launch(events);
    afterTest(context, async () => {
      await launch.end();
      await launch.exited.catch(() => undefined);
    });
    return launch;
  }

  isUp(): Promise<void> {
    return until('it is up', () => this.reports.includes('stdout up'));
  }

  pressRestart(): void {
    this.#restart();
  }
}

async function createApp(context: TestContext, options: AppOptions = {}): Promise<AppFixture> {
  const project = join(await temporaryFolder(context), 'Shop.csproj');
  await writeFile(project, '<Project Sdk="Microsoft.NET.Sdk"></Project>');
  return new AppFixture(project, options);
}

test('an app is listed while it runs, and shown with its output', limit, async (context) => {
  const app = await createApp(context);
  const launch = app.launch(context);
  await app.isUp();
  assert.deepEqual(
    app.live.list().map(({ name }) => name),
    ['Shop'],
  );
  await launch.end();
  assert.equal(await launch.exited, 7);
  assert.deepEqual(app.live.list(), []);
  assert.ok(app.hasPages);
  app.strategy.close?.({ kind: 'ended', exitCode: 7 });
  assert.ok(!app.hasPages);
  assert.deepEqual(
    app.shown.filter((line) => !line.startsWith('note')),
    ['process Shop', 'stdout up', 'closed 7'],
  );
});

test("the restart button of its debug session is the session's", limit, async (context) => {
  const app = await createApp(context);
  app.launch(context);
  await app.isUp();
  app.pressRestart();
  assert.equal(app.restarts, 1);
});

test('an app that is ended during its evaluation starts no program', limit, async (context) => {
  let signal: AbortSignal | undefined;
  const app = await createApp(context, {
    evaluate(present) {
      signal = present;
      return new Promise((_, reject) => {
        present.addEventListener('abort', () => reject(present.reason as Error));
      });
    },
  });
  const launch = app.launch(context);
  await until('it is evaluated', () => signal !== undefined);
  await launch.end();
  assert.equal(await launch.exited, undefined);
  assert.ok(signal?.aborted);
  assert.deepEqual(app.reports, ['waiting']);
  assert.deepEqual(app.live.list(), []);
});

test('an app that is ended before its debug session is ready is not launched', async (context) => {
  let ready: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (ready = resolve));
  const app = await createApp(context, { open: () => opened });
  const launch = app.launch(context);
  await launch.end();
  ready();
  assert.equal(await launch.exited, undefined);
  assert.equal(app.evaluations, 0);
  assert.deepEqual(app.reports, []);
});

test('an app that fails is no longer listed, and its debug session says why', async (context) => {
  const error = new HumanError('ProjectInvalid', 'Shop.csproj is invalid. Correct it.');
  const app = await createApp(context, { evaluate: () => Promise.reject(error) });
  const launch = app.launch(context);
  await assert.rejects(launch.exited, error);
  assert.deepEqual(app.live.list(), []);
  app.strategy.close?.({ kind: 'failed', error });
  assert.deepEqual(app.shown.slice(-2), [`important ${error.message}`, 'closed undefined']);
});

test(
  "the user's variables override inherited ones, and the request's both",
  limit,
  async (context) => {
    const print = 'console.log(process.env.SHOP_COLOR, process.env.SHOP_SIZE)';
    editor.settings = {
      debugConfigurations: { project: { env: { SHOP_COLOR: 'added', SHOP_SIZE: 'added' } } },
    };
    const env = [{ name: 'SHOP_SIZE', value: 'requested' }];
    const app = await createApp(context, { script: print, env });
    assert.equal(await app.launch(context).exited, 0);
    assert.ok(app.reports.includes('stdout added requested'), app.reports.join());
  },
);

test('a debugger can attach to the process of a program without one', limit, async (context) => {
  const app = await createApp(context);
  const launch = app.launch(context);
  assert.equal(launch.controls?.().attachType, undefined);
  await app.isUp();
  assert.equal(launch.controls?.().attachType, 'coreclr');
  assert.deepEqual(editor.shown, []);
});

test(
  'a program that lacks its debugger runs, and the debugger is offered',
  limit,
  async (context) => {
    const app = await createApp(context, { mode: 'Debug' });
    const launch = app.launch(context);
    await app.isUp();
    assert.equal(launch.controls?.().attachType, undefined);
    assert.deepEqual(editor.shown, ['No extension that debugs coreclr is installed.']);
    assert.ok(app.reports.some((report) => report.startsWith('info Shop runs without a debugger')));
  },
);

test('an app does not run without its debugger if the settings refuse it', async (context) => {
  editor.settings = { withoutDebugger: 'refuse' };
  const app = await createApp(context, { mode: 'Debug' });
  await assert.rejects(app.launch(context).exited, { code: 'DebuggerMissing' });
  assert.ok(!app.reports.includes('started'));
});
