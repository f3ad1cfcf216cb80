import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { editor } from '../../../tools/fixtures/editorStandIn.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { Run } from '../../../src/sessions/runner.ts';
import { superviseRun } from '../../../src/sessions/run/supervisor.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import type { DebugSessionOwner } from '../../../src/vscode/debug/debugSessions.ts';

const { launchByAdapter } = await import('../../../src/vscode/run/adapterLaunch.ts');

const limit = { timeout: 240_000 };

/** How an adapter responds to a restart request. */
type RestartBehavior = 'restarts' | 'refuses' | 'crashes';

/** A debug adapter that launches a Node program, as the editor's trackers see it. */
class Adapter {
  readonly #script: string;
  readonly #onRestart: RestartBehavior;
  readonly #owner: DebugSessionOwner;
  readonly #session: object;
  readonly #tracker: { onDidSendMessage?(message: unknown): void; onWillStopSession?(): void };
  #program: ChildProcess | undefined;
  #isRestarting = false;

  constructor(owner: DebugSessionOwner, script: string, onRestart: RestartBehavior) {
    this.#owner = owner;
    this.#onRestart = onRestart;
    this.#script = script;
    this.#session = {
      id: 'adapter',
      type: 'debugpy',
      customRequest: (command: string) => this.#request(command),
    };
    this.#tracker = owner.createTracker?.(this.#session as never) ?? {};
  }

  begin(): void {
    this.#launch('launch');
  }

  #launch(command: string): void {
    const program = spawn(process.execPath, ['-e', this.#script]);
    this.#program = program;
    this.#send({ type: 'response', command, success: true });
    this.#event('process', { systemProcessId: program.pid });
    program.stdout.on('data', (chunk: Buffer) =>
      this.#event('output', { category: 'stdout', output: chunk.toString() }),
    );
    program.on('close', (exitCode) => {
      if (this.#isRestarting) {
        this.#isRestarting = false;
        if (this.#onRestart === 'restarts') return this.#launch('restart');
      } else {
        this.#event('exited', { exitCode });
        this.#event('terminated', {});
      }
      this.#tracker.onWillStopSession?.();
      this.#owner.terminated?.(this.#session as never);
    });
  }

  #request(command: string): Promise<void> {
    if (command !== 'restart') return Promise.resolve();
    Reflect.get(this.#tracker, 'onWillReceiveMessage')({ type: 'request', command });
    if (this.#onRestart === 'refuses') {
      this.#send({ type: 'response', command, success: false });
      return Promise.reject(new Error('not now'));
    }
    this.#isRestarting = true;
    this.#program?.kill();
    return Promise.resolve();
  }

  #event(event: string, body: object): void {
    this.#send({ type: 'event', event, body });
  }

  #send(message: object): void {
    this.#tracker.onDidSendMessage?.(message);
  }
}

interface Debugged {
  readonly run: Run;
  readonly reports: string[];
  readonly pids: (number | undefined)[];
  /** The ids by which the debug sessions of the launches are recognised. */
  readonly ids: string[];
  readonly over: () => Promise<void>;
}

function runDebugged(
  context: TestContext,
  script: string,
  onRestart: RestartBehavior = 'restarts',
): Debugged {
  const reports: string[] = [];
  const pids: (number | undefined)[] = [];
  const ids: string[] = [];
  let owner: DebugSessionOwner = {};
  editor.startDebugging = () => {
    if (script === '') return Promise.resolve(false);
    new Adapter(owner, script, onRestart).begin();
    return Promise.resolve(true);
  };
  const options = {
    plan: {
      name: 'shop',
      program: { workingDirectory: import.meta.dirname, environment: ownEnvironment },
    },
    session: {
      newId: () => `shop.${ids.length + 1}`,
      budget: { take: (_stream: string, text: string) => text },
    },
    actions: {
      join: () => Promise.resolve({ parent: undefined, leave: () => void reports.push('left') }),
      inform: (text: string) => reports.push(text),
    },
    window: {
      programOptions: { clock: systemClock, watchdog: noWatchdog, grace: () => 5_000 },
      debugSessions: {
        register(id: string, registered: DebugSessionOwner) {
          ids.push(id);
          owner = registered;
          return { dispose: () => undefined };
        },
      },
    },
  };
  const configuration = { type: 'debugpy', request: 'launch' } as const;
  const run = superviseRun({
    mode: 'Debug',
    create: () => ({
      launch: (events) => launchByAdapter(options as never, configuration, events),
    }),
    events: {
      waiting: () => undefined,
      started: (pid) => {
        pids.push(pid);
        reports.push('started');
      },
      output: (stream, chunk) => {
        reports.push(`${stream} ${Buffer.from(chunk).toString().trim()}`);
        return undefined;
      },
      message: (level, text) => void reports.push(`${level} ${text}`),
      ended: (exitCode) => void reports.push(`ended ${exitCode}`),
      failed: ({ message }) => void reports.push(`failed ${message}`),
    },
  });
  const over = () => until('the run has ended', () => /ended|failed/.test(reports.at(-1) ?? ''));
  afterTest(context, async () => {
    await run.stop();
    await over();
  });
  return { run, reports, pids, ids, over };
}

const serving =
  "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');";

test('a program that its adapter launches is reported', limit, async (context) => {
  const { over, reports } = runDebugged(context, "console.log('hello'); process.exitCode = 3;");
  await over();
  assert.deepEqual(reports, ['started', 'stdout hello', 'left', 'ended 3']);
});

test('a stop ends the program by its own signal handler', limit, async (context) => {
  const { over, reports, run } = runDebugged(context, serving);
  await until('it is up', () => reports.includes('stdout up'));
  await run.stop();
  await over();
  assert.deepEqual(reports, ['started', 'stdout up', 'left', 'ended 7']);
});

test(
  'a restart in the same mode is left to the adapter, within the launch',
  limit,
  async (context) => {
    const { ids, over, reports, run } = runDebugged(context, serving);
    const isUp = (times: number) => () =>
      reports.filter((report) => report === 'stdout up').length === times;
    await until('it is up', isUp(1));
    run.restart?.();
    await until('it is up again', isUp(2));
    await run.stop();
    await over();
    assert.equal(ids.length, 1);
    assert.deepEqual(reports, ['started', 'stdout up', 'started', 'stdout up', 'left', 'ended 7']);
  },
);

test('a restart in the other mode launches it again, with a new id', limit, async (context) => {
  const { ids, over, reports, run } = runDebugged(context, serving);
  const isUp = (times: number) => () =>
    reports.filter((report) => report === 'stdout up').length === times;
  await until('it is up', isUp(1));
  run.restart?.('NoDebug');
  await until('it is up again', isUp(2));
  await run.stop();
  await over();
  assert.deepEqual(ids, ['shop.1', 'shop.2']);
});

test('a program whose adapter refuses a restart runs on to its end', limit, async (context) => {
  const { over, pids, reports, run } = runDebugged(context, serving, 'refuses');
  await until('it is up', () => reports.includes('stdout up'));
  run.restart?.();
  process.kill(pids[0] ?? assert.fail('It has no process.'), 'SIGTERM');
  await over();
  assert.deepEqual(reports, [
    'started',
    'stdout up',
    "The debugger can't restart it: not now",
    'left',
    'ended 7',
  ]);
});

test('an adapter that crashes during a restart ends the run', limit, async (context) => {
  const { over, reports, run } = runDebugged(context, serving, 'crashes');
  await until('it is up', () => reports.includes('stdout up'));
  run.restart?.();
  await over();
  assert.deepEqual(reports, ['started', 'stdout up', 'left', 'ended undefined']);
});

test('if the editor refuses the debug session, the run fails', limit, async (context) => {
  const { over, reports } = runDebugged(context, '');
  await over();
  assert.match(reports.at(-1) ?? '', /^failed .*shop/);
});
