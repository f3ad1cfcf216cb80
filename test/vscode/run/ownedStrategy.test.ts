import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import '../../../tools/fixtures/editorStandIn.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { HumanError } from '../../../src/common/humanError.ts';
import type { Run } from '../../../src/sessions/runner.ts';
import { superviseRun } from '../../../src/sessions/run/supervisor.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const { createOwnedStrategy } = await import('../../../src/vscode/run/ownedStrategy.ts');

const limit = { timeout: 240_000 };

/**
 * A program in the mode NoDebug, with a record of its debug session's output and its session's
 * reports.
 */
class ShownProgram {
  readonly shown: string[] = [];
  readonly reports: string[] = [];
  readonly pids: (number | undefined)[] = [];
  opens = 0;
  #restart: () => void = () => undefined;
  readonly run: Run;

  constructor(context: TestContext, script: string, open: () => Promise<void> = async () => {}) {
    const adapter = {
      process: (name: string) => this.shown.push(`process ${name}`),
      output: (stream: string, text: string) => this.shown.push(`${stream} ${text.trim()}`),
      note: (text: string) => this.shown.push(`note ${text}`),
      important: (text: string) => this.shown.push(`important ${text}`),
    };
    const root = {
      adapter,
      open: async (restart: () => void) => {
        this.opens++;
        this.#restart = restart;
        await open();
        return {};
      },
      close: (exitCode: number | undefined) => this.shown.push(`closed ${exitCode}`),
    };
    const program = {
      command: process.execPath,
      args: ['-e', script],
      workingDirectory: import.meta.dirname,
      environment: ownEnvironment,
    };
    const plan = { name: 'shop', mode: 'NoDebug', debug: { kind: 'inspector' }, program };
    const programOptions = { clock: systemClock, watchdog: noWatchdog, grace: () => 5_000 };
    this.run = superviseRun({
      mode: 'NoDebug',
      create: (_mode, requestRestart) =>
        createOwnedStrategy(
          { plan, session: {}, actions: { requestRestart }, window: { programOptions } } as never,
          root as never,
        ),
      events: {
        waiting: () => undefined,
        started: (pid) => {
          this.pids.push(pid);
          this.reports.push('started');
        },
        output: (stream, chunk) => {
          this.reports.push(`${stream} ${Buffer.from(chunk).toString().trim()}`);
          return undefined;
        },
        message: (level, text) => void this.reports.push(`${level} ${text}`),
        ended: (exitCode) => void this.reports.push(`ended ${exitCode}`),
        failed: ({ code }) => void this.reports.push(`failed ${code}`),
      },
    });
    afterTest(context, async () => {
      await this.run.stop();
      await this.over();
    });
  }

  /** Presses the restart button of the debug session. */
  restart(): void {
    this.#restart();
  }

  over(): Promise<void> {
    return until('the run has ended', () => /ended|failed/.test(this.reports.at(-1) ?? ''));
  }
}

const serving =
  "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');";

test('a program is shown with its process, output and exit code', limit, async (context) => {
  const program = new ShownProgram(context, "console.log('hello'); process.exitCode = 3;");
  await program.over();
  assert.deepEqual(program.reports, ['started', 'stdout hello', 'ended 3']);
  assert.deepEqual(program.shown, ['process shop', 'stdout hello', 'closed 3']);
});

test(
  'restarts keep the debug session, from its button and from commands',
  limit,
  async (context) => {
    const program = new ShownProgram(context, serving);
    const isUp = (times: number) => () =>
      program.reports.filter((report) => report === 'stdout up').length === times;
    await until('it is up', isUp(1));
    program.restart();
    await until('it is up again', isUp(2));
    program.run.restart?.();
    await until('it is up once more', isUp(3));
    await program.run.stop();
    await program.over();
    assert.equal(new Set(program.pids).size, 3);
    assert.equal(program.opens, 1);
    assert.deepEqual(
      program.shown.filter((line) => line.startsWith('closed')),
      ['closed 7'],
    );
  },
);

test(
  'a program that is stopped before its debug session is ready never starts',
  limit,
  async (context) => {
    let ready: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (ready = resolve));
    const program = new ShownProgram(context, serving, () => opened);
    await program.run.stop();
    ready();
    await program.over();
    assert.deepEqual(program.reports, ['ended undefined']);
    assert.deepEqual(program.shown, ['closed undefined']);
  },
);

test('a debug session that does not start fails the run', limit, async (context) => {
  const error = new HumanError('DebugSessionNotStarted', 'It was refused.');
  const program = new ShownProgram(context, serving, () => Promise.reject(error));
  await program.over();
  assert.deepEqual(program.reports, ['failed DebugSessionNotStarted']);
  assert.deepEqual(program.shown, ['important It was refused.', 'closed undefined']);
});
