import { deferred } from '../../src/common/deferred.ts';
import type { HumanError } from '../../src/common/humanError.ts';
import type { OutputStream } from '../../src/common/outputStream.ts';
import type { RunMode } from '../../src/protocol/launchConfigurations.ts';
import type { Run, RunEvents } from '../../src/sessions/runner.ts';
import type {
  AttachableDebugger,
  Launch,
  LaunchControls,
  LaunchEvents,
  Outcome,
  RunStrategy,
} from '../../src/sessions/run/strategy.ts';
import { superviseRun } from '../../src/sessions/run/supervisor.ts';

/** A launch whose program does what a test says. */
export class FakeLaunch implements Launch {
  readonly strategy: FakeStrategy;
  readonly events: LaunchEvents;
  readonly #exit = deferred<number | undefined>();
  readonly exited = this.#exit.promise;
  /** How often it was asked to end. */
  ends = 0;
  hasExited = false;

  constructor(strategy: FakeStrategy, events: LaunchEvents) {
    this.strategy = strategy;
    this.events = events;
  }

  end(): Promise<void> {
    this.ends++;
    return Promise.resolve();
  }

  controls(): LaunchControls {
    return this.strategy.controls;
  }

  exit(exitCode?: number): void {
    this.hasExited = true;
    this.#exit.resolve(exitCode);
  }

  fail(error: HumanError): void {
    this.hasExited = true;
    this.#exit.reject(error);
  }
}

/** A strategy that only records what it is asked for. */
export class FakeStrategy implements RunStrategy {
  readonly mode: RunMode;
  readonly requestRestart: () => void;
  readonly launches: FakeLaunch[] = [];
  readonly closes: Outcome[] = [];
  readonly #launched: (launch: FakeLaunch) => void;
  controls: LaunchControls = {};

  constructor(mode: RunMode, requestRestart: () => void, launched: (launch: FakeLaunch) => void) {
    this.mode = mode;
    this.requestRestart = requestRestart;
    this.#launched = launched;
  }

  launch(events: LaunchEvents): FakeLaunch {
    const launch = new FakeLaunch(this, events);
    this.launches.push(launch);
    this.#launched(launch);
    return launch;
  }

  close(outcome: Outcome): void {
    this.closes.push(outcome);
  }
}

/** A debugger that attaches when a test says so. */
export class FakeDebugger implements AttachableDebugger {
  isAttached = false;
  isDisposed = false;
  /** The attempts that a test has not answered yet. */
  readonly attempts: { readonly pid: number; readonly answer: (isDone: boolean) => void }[] = [];
  detaches = 0;

  attach(_debugType: string, pid: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.attempts.push({
        pid,
        answer: (isDone) => {
          this.isAttached = isDone;
          resolve(isDone);
        },
      });
    });
  }

  detach(): Promise<void> {
    if (this.isAttached) this.detaches++;
    this.isAttached = false;
    return Promise.resolve();
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

/** A supervised run of fake strategies, with a record of all that it reported. */
export class SupervisedRun {
  readonly strategies: FakeStrategy[] = [];
  readonly launches: FakeLaunch[] = [];
  readonly attachable = new FakeDebugger();
  /** What was reported, in words, in order. */
  readonly reports: string[] = [];
  readonly pids: (number | undefined)[] = [];
  readonly ends: Outcome[] = [];
  readonly #mode: RunMode;
  #run: Run | undefined;
  onCreate: (strategy: FakeStrategy) => void = () => undefined;
  onLaunch: (launch: FakeLaunch) => void = () => undefined;

  constructor(mode: RunMode) {
    this.#mode = mode;
  }

  begin(): this {
    this.#run = superviseRun({
      mode: this.#mode,
      create: (wanted, requestRestart) => this.#create(wanted, requestRestart),
      events: this.#events(),
      attachable: this.attachable,
    });
    return this;
  }

  get run(): Run {
    if (this.#run === undefined) throw new Error('The run has not begun.');
    return this.#run;
  }

  /** The latest launch. */
  get launch(): FakeLaunch {
    const launch = this.launches.at(-1);
    if (launch === undefined) throw new Error('Nothing was launched.');
    return launch;
  }

  get modes(): readonly RunMode[] {
    return this.launches.map(({ strategy }) => strategy.mode);
  }

  #create(mode: RunMode, requestRestart: () => void): FakeStrategy {
    const strategy = new FakeStrategy(mode, requestRestart, (launch) => {
      this.launches.push(launch);
      this.onLaunch(launch);
    });
    this.strategies.push(strategy);
    this.onCreate(strategy);
    return strategy;
  }

  #events(): RunEvents {
    return {
      waiting: () => void this.reports.push('waiting'),
      started: (pid) => {
        this.reports.push('started');
        this.pids.push(pid);
      },
      output: (stream: OutputStream, chunk) => {
        this.reports.push(`${stream}: ${Buffer.from(chunk).toString()}`);
        return undefined;
      },
      message: (level, text) => void this.reports.push(`${level}: ${text}`),
      ended: (exitCode) => this.#end('ended', { kind: 'ended', exitCode }),
      failed: (error) => this.#end('failed', { kind: 'failed', error }),
    };
  }

  #end(report: string, outcome: Outcome): void {
    this.reports.push(report);
    this.ends.push(outcome);
  }
}
