import type * as vscode from 'vscode';
import { toHumanError } from '../../common/humanError.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import type { Run, RunEvents } from '../../sessions/runner.ts';
import type { AttachedDebugger } from '../debug/attachedDebugger.ts';
import type { EditorRun } from './preparedRun.ts';

/** What happens to a run that was made for a mode. */
export interface ModeRunEvents extends RunEvents {
  /** Its program is shown by this debug session. */
  shown(session: vscode.DebugSession): void;
}

/** Makes the run of a session in a mode, which tells these events. Throws a HumanError. */
export type CreateRun = (mode: RunMode, events: ModeRunEvents) => EditorRun;

/**
 * A run that can be restarted in the other mode: what runs in the one ends, and then begins in the
 * other, without an end of the session. Where the program can be kept, only its debugger comes and goes.
 */
export class SwitchingRun implements Run {
  readonly #create: CreateRun;
  readonly #events: RunEvents;
  readonly #attached: AttachedDebugger;
  #mode: RunMode;
  #run: EditorRun | undefined;
  #shown: vscode.DebugSession | undefined;
  #pid: number | undefined;
  /** The mode of what begins when the present run has ended. */
  #next: RunMode | undefined;
  /** Whether the program runs on without the debugger that it was started under. */
  #isLetGo = false;
  #isStopping = false;

  constructor(mode: RunMode, create: CreateRun, attached: AttachedDebugger, events: RunEvents) {
    this.#mode = mode;
    this.#create = create;
    this.#attached = attached;
    this.#events = events;
  }

  async begin(): Promise<void> {
    this.#isLetGo = false;
    try {
      this.#run = this.#create(this.#mode, this.#heard());
    } catch (error) {
      return this.#end(() => this.#events.failed(toHumanError(error, sessionErrors.RunNotStarted)));
    }
    await this.#run.begin();
  }

  /** What can't restart by itself is ended and begun again. */
  restart(mode: RunMode = this.#mode): void {
    const run = this.#run;
    if (run === undefined || this.#isStopping) return;
    if (mode === this.#mode && !this.#isLetGo && run.restart !== undefined) return run.restart();
    this.#next = mode;
    void this.#halt(run);
  }

  attachDebugger(): void {
    if (!this.#isStopping && !this.#attached.isThere) void this.#attach();
  }

  detachDebugger(): void {
    if (!this.#isStopping) void this.#detach();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#next = undefined;
    if (this.#run !== undefined) await this.#halt(this.#run);
  }

  /** A program that stands at a breakpoint would not hear that it is to end. */
  async #halt(run: EditorRun): Promise<void> {
    await this.#attached.detach();
    await run.stop();
  }

  async #attach(): Promise<void> {
    const debugType = this.#run?.attachType?.();
    if (this.#mode === 'Debug' && debugType === undefined) return;
    const parent = this.#shown;
    const pid = this.#pid;
    if (debugType !== undefined && parent !== undefined && pid !== undefined) {
      if (await this.#attached.attach({ debugType, parent, pid })) return;
    }
    this.restart('Debug');
  }

  async #detach(): Promise<void> {
    if (this.#attached.isThere) return this.#attached.detach();
    if (this.#mode === 'NoDebug') return;
    this.#isLetGo = (await this.#run?.letGo?.()) === true;
    if (this.#isLetGo) this.#mode = 'NoDebug';
    else this.restart('NoDebug');
  }

  #heard(): ModeRunEvents {
    const events = this.#events;
    return {
      shown: (session) => (this.#shown = session),
      waiting: () => events.waiting(),
      started: (pid) => this.#started(pid),
      output: (stream, chunk) => events.output(stream, chunk),
      message: (level, text) => events.message(level, text),
      ended: (exitCode) => this.#over(() => events.ended(exitCode)),
      failed: (error) => this.#over(() => events.failed(error)),
    };
  }

  #started(pid: number | undefined): void {
    this.#pid = pid;
    // A toolbar has restarted it as it was.
    if (this.#isLetGo) this.#mode = 'Debug';
    this.#isLetGo = false;
    this.#events.started(pid);
  }

  /** The end is told only if nothing begins in its place. */
  #over(tell: () => void): void {
    const mode = this.#next;
    this.#next = undefined;
    this.#pid = undefined;
    if (mode === undefined) return this.#end(tell);
    this.#mode = mode;
    void this.begin();
  }

  #end(tell: () => void): void {
    this.#isStopping = true;
    this.#attached.dispose();
    tell();
  }
}
