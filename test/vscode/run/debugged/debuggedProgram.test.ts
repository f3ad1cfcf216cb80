import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { editor } from '../../../../tools/fixtures/editorStandIn.ts';
import { deferred } from '../../../../src/common/deferred.ts';
import type { DebugSessionOwner } from '../../../../src/vscode/debug/debugSessions.ts';
import { noWatchdog } from '../../../../tools/fixtures/processes/noWatchdog.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { turn, until } from '../../../../tools/fixtures/waiting.ts';

const { DebuggedProgram } = await import('../../../../src/vscode/run/debugged/debuggedProgram.ts');

interface Tracker {
  onWillReceiveMessage(message: unknown): void;
  onDidSendMessage(message: unknown): void;
  onExit(): void;
}

/** A program whose adapter reports what a test says; it has no process that could be found. */
class Fixture {
  readonly clock = new ManualClock();
  readonly reports: string[] = [];
  readonly preparation = deferred();
  readonly #session = {
    type: 'fake',
    customRequest: (command: string) => {
      this.reports.push(`asked to ${command}`);
      return Promise.resolve();
    },
  };
  #owner: DebugSessionOwner | undefined;
  #isPreparing = false;
  readonly program: InstanceType<typeof DebuggedProgram>;

  constructor(workingDirectory = import.meta.dirname) {
    editor.startDebugging = () => {
      this.reports.push('started debugging');
      return Promise.resolve(true);
    };
    this.program = new DebuggedProgram({
      debugSessions: {
        register: (_id: string, owner: DebugSessionOwner) => {
          this.#owner = owner;
          return { dispose: () => (this.#owner = undefined) };
        },
      } as never,
      id: 'one',
      title: 'shop',
      plan: { workingDirectory, environment: {} },
      configuration: { type: 'fake', request: 'launch', name: 'shop' },
      programOptions: { clock: this.clock, watchdog: noWatchdog, grace: () => 5_000 },
      events: {
        started: (pid) => void this.reports.push(`started ${pid}`),
        output: (stream, chunk) =>
          void this.reports.push(`${stream} ${Buffer.from(chunk).toString()}`),
        ended: (exitCode) => void this.reports.push(`ended ${exitCode}`),
        failed: ({ message }) => void this.reports.push(`failed ${message}`),
      },
      budget: { take: (_stream: string, text: string) => text } as never,
      exitsThroughStops: false,
      prepare: async (resources) => {
        this.#isPreparing = true;
        await this.preparation.promise;
        resources.add({ dispose: () => void this.reports.push('released') });
        return { options: {} };
      },
      endSession: () => void this.reports.push('asked adapter'),
    });
  }

  /** Whether debug sessions of the program are still recognised. */
  get isRegistered(): boolean {
    return this.#owner !== undefined;
  }

  async preparing(): Promise<this> {
    await until('it is prepared', () => this.#isPreparing);
    return this;
  }

  async prepared(): Promise<this> {
    this.preparation.resolve();
    await until('it is prepared', () => this.reports.length > 0);
    return this;
  }

  begin(): Tracker {
    return this.#owner?.createTracker?.(this.#session as never) as unknown as Tracker;
  }

  endSession(): void {
    this.#owner?.terminated?.(this.#session as never);
  }

  /** Lets time pass in steps that allow what follows to happen. */
  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 25) {
      this.clock.advance(25);
      await turn();
    }
  }
}

const launched = { type: 'response', command: 'launch', success: true };
const event = (name: string, body: object = {}) => ({ type: 'event', event: name, body });

test('a program that is stopped while it is prepared has no debug session', async () => {
  const fixture = await new Fixture().preparing();
  await fixture.program.stop();
  assert.deepEqual(fixture.reports, ['ended undefined']);
  fixture.preparation.resolve();
  await turn();
  assert.deepEqual(fixture.reports, ['ended undefined', 'released']);
  assert.ok(!fixture.isRegistered);
});

test('what a preparation throws fails the program, once', async () => {
  const fixture = await new Fixture().preparing();
  fixture.preparation.reject(new Error('no group'));
  await turn();
  await fixture.program.stop();
  assert.equal(fixture.reports.length, 1);
  assert.match(fixture.reports[0] ?? '', /^failed .*shop.*no group/);
  assert.ok(!fixture.isRegistered);
});

test('a missing working directory fails the program before it is prepared', async () => {
  const fixture = new Fixture('/does/not/exist');
  await fixture.prepared();
  assert.match(fixture.reports.join(), /^failed Working directory \/does\/not\/exist/);
});

test('output before the start is held, and is part of the error if the launch fails', async () => {
  const fixture = await new Fixture().prepared();
  const tracker = fixture.begin();
  tracker.onDidSendMessage(event('output', { category: 'stderr', output: 'app.go:3: oops' }));
  assert.deepEqual(fixture.reports, ['started debugging']);
  tracker.onDidSendMessage({ ...launched, success: false, message: 'build failed' });
  assert.match(fixture.reports.at(-1) ?? '', /^failed [^]*build failed[^]*app\.go:3: oops/);
});

test('a debug session that begins after the stop is ended', async () => {
  const fixture = await new Fixture().prepared();
  await fixture.program.stop();
  const tracker = fixture.begin();
  assert.equal(fixture.reports.at(-1), 'asked adapter');
  tracker.onExit();
  await fixture.pass(200);
  assert.deepEqual(fixture.reports.slice(-2), ['released', 'ended undefined']);
});

test('the new debug session of a restart is ended if the program was stopped', async () => {
  const fixture = await new Fixture().prepared();
  const tracker = fixture.begin();
  tracker.onDidSendMessage(launched);
  tracker.onDidSendMessage(event('process'));
  const command = 'terminate';
  tracker.onWillReceiveMessage({ type: 'request', command, arguments: { restart: true } });
  await fixture.program.stop();
  await turn();
  tracker.onDidSendMessage(event('exited', { exitCode: 0 }));
  tracker.onDidSendMessage(event('terminated'));
  fixture.endSession();
  await fixture.pass(1_000);
  const asked = fixture.reports.filter((report) => report === 'asked adapter').length;
  fixture.begin();
  assert.equal(fixture.reports.filter((report) => report === 'asked adapter').length, asked + 1);
  fixture.endSession();
  await fixture.pass(200);
  assert.equal(fixture.reports.at(-1), 'ended undefined');
  assert.ok(!fixture.isRegistered);
});

test('a program that does not end is killed after the grace period, and its adapter left', async () => {
  const fixture = await new Fixture().prepared();
  fixture.begin().onDidSendMessage(launched);
  await fixture.program.stop();
  await fixture.pass(4_900);
  assert.doesNotMatch(fixture.reports.join(), /ended/);
  await fixture.pass(1_500);
  assert.deepEqual(fixture.reports.slice(-3), ['started undefined', 'released', 'ended undefined']);
});

test('a paused program has its signal before it continues', async (context) => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)']);
  context.after(() => child.kill('SIGKILL'));
  const fixture = await new Fixture().prepared();
  const kill = process.kill.bind(process);
  context.mock.method(process, 'kill', (pid: number, signal?: NodeJS.Signals | 0) => {
    if (signal === 'SIGTERM') fixture.reports.push(`sent ${signal}`);
    return kill(pid, signal);
  });
  const tracker = fixture.begin();
  tracker.onDidSendMessage(launched);
  tracker.onDidSendMessage(event('process', { systemProcessId: child.pid }));
  tracker.onDidSendMessage(event('stopped', { reason: 'breakpoint', threadId: 1 }));
  await fixture.program.stop();
  await until('it continues', () => fixture.reports.includes('asked to continue'));
  assert.deepEqual(fixture.reports.slice(-2), ['sent SIGTERM', 'asked to continue']);
});

test('an exit code belongs to the process that reported it, not to one before', async () => {
  const fixture = await new Fixture().prepared();
  const tracker = fixture.begin();
  tracker.onDidSendMessage(launched);
  tracker.onDidSendMessage(event('process'));
  tracker.onWillReceiveMessage({ type: 'request', command: 'restart' });
  tracker.onDidSendMessage(event('exited', { exitCode: 9 }));
  tracker.onDidSendMessage({ type: 'response', command: 'restart', success: true });
  fixture.endSession();
  await fixture.pass(200);
  assert.deepEqual(fixture.reports.slice(-2), ['released', 'ended undefined']);
});
