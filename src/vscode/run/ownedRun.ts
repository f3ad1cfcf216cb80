import type * as vscode from 'vscode';
import { type HumanError, toHumanError } from '../../common/humanError.ts';
import type { ProgramLaunchPlan, ProgramPlan } from '../../launch/launchPlan.ts';
import { runnerErrors } from '../../processes/errors.ts';
import { InspectorFilter } from '../../processes/inspector/inspectorChatter.ts';
import { runBuiltProgram } from '../../processes/build/builtProgram.ts';
import type { ProgramOptions } from '../../processes/program/program.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import type { Run, RunEvents } from '../../sessions/runner.ts';
import type { ConsoleBudget } from '../debug/consoleBudget.ts';
import type { GroupMember, Membership } from './controllerGroups.ts';
import type { DebugSessions } from '../debug/debugSessions.ts';
import { InspectorDebugger } from '../debug/inspector.ts';
import type { EditorRun } from './preparedRun.ts';
import type { RootSession } from '../debug/rootSession.ts';
import type { SettingsScope } from '../window/settings.ts';

/** What a run in the editor stands on. */
export interface EditorRunParts {
  /** By which the debug sessions of the run are recognised. */
  readonly id: string;
  readonly plan: ProgramLaunchPlan;
  readonly events: RunEvents;
  readonly programOptions: ProgramOptions;
  readonly debugSessions: DebugSessions;
  /** For which the settings are read. */
  readonly scope: SettingsScope;
  /** Takes the run into the group of its controller. */
  readonly join: (member: GroupMember) => Promise<Membership>;
  /** The absolute path of the script that opens a Node program's inspector. */
  readonly preload: string;
  /** What the user adds to the debug configuration. */
  readonly addedProperties: Readonly<Record<string, unknown>>;
  /** Wants the session stopped, as its toolbar does. */
  readonly requestStop: () => void;
  /** Paces what the debug console shows. */
  readonly budget: ConsoleBudget;
  /** Whether a controller asked for the session, not the user. */
  readonly isForController: boolean;
}

/**
 * A program of ours, shown in the editor through an inline adapter: its pid, streams and exit code are
 * the process's own. In Debug mode js-debug is attached to it.
 */
export class OwnedRun implements EditorRun {
  readonly #parts: EditorRunParts;
  readonly #root: RootSession;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #debugger: InspectorDebugger;
  readonly #inform = (message: string): void => this.#parts.events.message('info', message);
  #debugSession: vscode.DebugSession | undefined;
  #program: Run | undefined;
  #stopping = false;
  #restarting = false;

  constructor(parts: EditorRunParts, root: RootSession) {
    this.#parts = parts;
    this.#root = root;
    this.#debugger = new InspectorDebugger(parts);
  }

  get #isDebugged(): boolean {
    const { debug, mode } = this.#parts.plan;
    return mode === 'Debug' && debug.kind === 'inspector';
  }

  async begin(): Promise<void> {
    try {
      this.#debugSession = await this.#root.open(() => this.restart());
    } catch (error) {
      return this.#fail(toHumanError(error, sessionErrors.RunNotStarted));
    }
    await this.#launch();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#restarting = false;
    await this.#endProgram();
  }

  restart(): void {
    if (this.#stopping || this.#program === undefined) return;
    this.#restarting = true;
    void this.#endProgram();
  }

  attachType(): string | undefined {
    const { debug } = this.#parts.plan;
    return debug.kind === 'adapter' ? debug.configuration.type : undefined;
  }

  async letGo(): Promise<boolean> {
    if (this.#isDebugged) await this.#debugger.detach();
    return this.#isDebugged;
  }

  async #endProgram(): Promise<void> {
    await this.#debugger.detach();
    await this.#program?.stop();
  }

  async #launch(): Promise<void> {
    try {
      const plan = await this.#programPlan();
      if (this.#stopping) this.#end(undefined);
      else this.#run(plan);
    } catch (error) {
      this.#fail(toHumanError(error, runnerErrors.ProgramNotStarted));
    }
  }

  #run(plan: ProgramPlan): void {
    const { programOptions } = this.#parts;
    const filter = new InspectorFilter(
      programOptions.clock,
      (chunk) => void this.#output('stderr', chunk),
    );
    this.#program = runBuiltProgram({ ...this.#parts.plan, program: plan }, programOptions, {
      waiting: () => this.#parts.events.waiting(),
      note: (text) => {
        this.#parts.events.message('debug', text.trimEnd());
        this.#root.adapter.note(text);
      },
      started: (pid) => {
        this.#parts.events.started(pid);
        if (this.#isDebugged && pid !== undefined) this.#debugger.watch(pid, this.#inform);
        this.#root.adapter.process(this.#parts.plan.name, pid);
      },
      output: (stream, chunk) => {
        if (!this.#isDebugged || stream !== 'stderr') return this.#output(stream, chunk);
        filter.push(chunk);
        return undefined;
      },
      message: (level, text) => this.#parts.events.message(level, text),
      ended: (exitCode) => {
        filter.flush();
        this.#end(exitCode);
      },
      failed: (error) => this.#fail(error),
    });
  }

  async #programPlan(): Promise<ProgramPlan> {
    const { plan } = this.#parts;
    const parent = this.#debugSession;
    if (!this.#isDebugged || parent === undefined) return plan.program;
    return this.#debugger.expect(parent, this.#inform);
  }

  #output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined {
    const taken = this.#parts.events.output(stream, chunk);
    this.#root.adapter.output(stream, this.#decoders[stream].decode(chunk, { stream: true }));
    return taken;
  }

  #end(exitCode: number | undefined): void {
    if (this.#restarting) {
      this.#restarting = false;
      void this.#launch();
      return;
    }
    this.#parts.events.ended(exitCode);
    this.#leave(exitCode);
  }

  #fail(error: HumanError): void {
    this.#root.adapter.important(error.message);
    this.#parts.events.failed(error);
    this.#leave(undefined);
  }

  #leave(exitCode: number | undefined): void {
    this.#stopping = true;
    this.#root.close(exitCode);
    this.#debugger.dispose();
  }
}
