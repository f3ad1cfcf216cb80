import type { IdeSession } from '../../src/protocol/ideSession.ts';
import type { RunMode } from '../../src/protocol/launchConfigurations.ts';
import type { DebuggerChange } from '../../src/sessions/sessionRun.ts';
import type { Run, RunEvents, Runner } from '../../src/sessions/runner.ts';

/** A run whose fate is in the hands of a test. */
export class FakeRun implements Run {
  readonly session: IdeSession;
  readonly events: RunEvents;
  readonly #onStop: (run: FakeRun) => void | Promise<void>;
  /** How often it was asked to stop. */
  stops = 0;
  /** What was wanted of its debugger. */
  readonly debuggerChanges: DebuggerChange[] = [];
  /** The modes that it was asked to restart in, if any. */
  readonly restarts: (RunMode | undefined)[] = [];

  constructor(session: IdeSession, events: RunEvents, onStop: FakeRunner['onStop']) {
    this.session = session;
    this.events = events;
    this.#onStop = onStop;
  }

  /** The program writes this to its standard output. */
  write(text: string): void {
    void this.events.output('stdout', Buffer.from(text));
  }

  async stop(): Promise<void> {
    this.stops++;
    await this.#onStop(this);
  }

  attachDebugger(): void {
    this.debuggerChanges.push('attachDebugger');
  }

  detachDebugger(): void {
    this.debuggerChanges.push('detachDebugger');
  }

  restart(mode?: RunMode): void {
    this.restarts.push(mode);
  }
}

/** A runner that runs nothing, and keeps what it was asked. */
export class FakeRunner implements Runner {
  readonly runs: FakeRun[] = [];
  /** What happens within the call of `run`. */
  onRun: (run: FakeRun) => void = () => {};
  /** What happens when a run is asked to stop. */
  onStop: (run: FakeRun) => void | Promise<void> = () => {};

  run(session: IdeSession, events: RunEvents): Run {
    const run = new FakeRun(session, events, (stopped) => this.onStop(stopped));
    this.runs.push(run);
    this.onRun(run);
    return run;
  }

  /** The run of a session, which must have been begun. */
  of(name: string): FakeRun {
    const run = this.find(name);
    if (run === undefined) throw new Error('The runner was not asked to run this session.');
    return run;
  }

  find(name: string): FakeRun | undefined {
    return this.runs.find(({ session }) => session.metadata.name === name);
  }
}
