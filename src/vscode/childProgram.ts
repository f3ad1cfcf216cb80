import * as vscode from 'vscode';
import type { ProgramConfiguration } from '../blazor/programDebugger.ts';
import { becomes } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import { type HumanError, toHumanError } from '../common/humanError.ts';
import { adapterVariables } from '../launch/adapterVariables.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import type { ProgramEvents, ProgramOptions } from '../runners/program.ts';
import { checkProgram } from '../runners/programChecks.ts';
import type { Run } from '../sessions/runner.ts';
import { type AdapterFact, readAdapterMessage } from './adapterMessages.ts';
import { type DebugSessions, ownedBy, quietOptions } from './debugSessions.ts';
import { debuggerFailure } from './debuggers.ts';
import { withoutEndpoint } from './environment.ts';
import { ReportedProcess } from './reportedProcess.ts';

/** How long a debug session may go on after its program has exited, in milliseconds. */
const lingerTimeout = 3_000;
/** How long an adapter may take to tell that its program was killed, in milliseconds. */
const killTimeout = 1_000;

export interface ChildProgramParts {
  readonly debugSessions: DebugSessions;
  /** By which the debug sessions of the run are recognised. */
  readonly id: string;
  /** What the user knows it by. */
  readonly title: string;
  /** The debug session that stands for that session. */
  readonly parent: vscode.DebugSession;
  readonly programOptions: ProgramOptions;
  readonly events: ProgramEvents;
}

/**
 * A program that a debug adapter launches below the debug session that stands for it. Stop and restart
 * of its toolbar are its parent's, so whoever restarts it may build it before.
 */
export class ChildProgram implements Run {
  readonly #parts: ChildProgramParts;
  readonly #plan: ProgramPlan;
  readonly #configuration: ProgramConfiguration;
  readonly #process: ReportedProcess;
  readonly #owned = new DisposableStore();
  #debugSession: vscode.DebugSession | undefined;
  #timer: Disposable | undefined;
  #stopping = false;
  #over = false;

  constructor(parts: ChildProgramParts, plan: ProgramPlan, configuration: ProgramConfiguration) {
    this.#parts = parts;
    this.#plan = plan;
    this.#configuration = configuration;
    this.#process = new ReportedProcess(parts.events, parts.programOptions.watchdog);
  }

  async begin(): Promise<void> {
    const { debugSessions, id } = this.#parts;
    this.#owned.add(
      debugSessions.register(ownerId(id), {
        createTracker: (session) => this.#track(session),
        terminated: (session) => {
          if (session === this.#debugSession) void this.#onTerminated();
        },
      }),
    );
    try {
      await checkProgram(this.#plan);
      if (this.#stopping) return this.#end();
      if (!(await this.#startDebugging()))
        this.#fail('the editor refused to start its debug session');
    } catch (error) {
      this.#failWith(toHumanError(error, 'DebuggerNotStarted'));
    }
  }

  async stop(): Promise<void> {
    if (this.#stopping || this.#over) return;
    this.#stopping = true;
    this.#askToEnd();
    void this.#endLate();
  }

  async #startDebugging(): Promise<boolean> {
    const { id, parent } = this.#parts;
    const { environment, workingDirectory } = this.#plan;
    const configuration = {
      ...this.#configuration,
      ...adapterVariables(this.#configuration.type, {
        ...withoutEndpoint(process.env),
        ...environment,
      }),
      internalConsoleOptions: 'neverOpen',
    };
    return vscode.debug.startDebugging(
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(workingDirectory)),
      ownedBy(ownerId(id), configuration),
      {
        ...quietOptions,
        parentSession: parent,
        lifecycleManagedByParent: true,
        consoleMode: vscode.DebugConsoleMode.MergeWithParent,
      },
    );
  }

  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    this.#debugSession = session;
    return {
      onDidSendMessage: (message) => {
        const fact = readAdapterMessage(message, session.type);
        if (fact !== undefined) this.#onFact(fact);
      },
    };
  }

  #onFact(fact: AdapterFact): void {
    if (this.#over) return;
    switch (fact.kind) {
      case 'launched':
        this.#process.launched();
        return this.#beStopped();
      case 'refused':
        return this.#fail(fact.message);
      case 'process':
        this.#process.began(fact.pid);
        return this.#beStopped();
      case 'output':
        return this.#process.wrote(fact.stream, fact.text);
      case 'paused':
        return this.#process.paused();
      case 'resumed':
        return this.#process.resumed();
      case 'exited':
        this.#process.exited(fact.exitCode);
        return this.#wait(lingerTimeout, () => this.#letGo());
      case 'restarted':
        return;
    }
  }

  /** What was asked to end before it had begun is asked again. */
  #beStopped(): void {
    if (this.#stopping) this.#askToEnd();
  }

  #askToEnd(): void {
    if (!this.#process.askToEnd()) this.#askAdapter();
  }

  async #endLate(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    if (await becomes(clock, grace, () => this.#over)) return;
    await this.#process.kill();
    this.#letGo();
  }

  /** Ends the debug session by its adapter: the editor would end the parent instead. */
  #askAdapter(): void {
    const asked = this.#debugSession?.customRequest('disconnect', { terminateDebuggee: true });
    // An adapter that is gone has nothing to answer.
    asked?.then(undefined, () => undefined);
  }

  /** An adapter that doesn't say that all is over is not waited for. */
  #letGo(): void {
    this.#askAdapter();
    this.#wait(killTimeout, () => this.#end());
  }

  /** The debug session is over; the program may not be, if its adapter let it go. */
  async #onTerminated(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    this.#debugSession = undefined;
    this.#timer?.dispose();
    if (!this.#process.isBegun && !this.#stopping) return this.#fail('its adapter has ended');
    await this.#process.end(clock, grace);
    this.#end();
  }

  #wait(milliseconds: number, callback: () => void): void {
    this.#timer?.dispose();
    if (!this.#over) this.#timer = this.#parts.programOptions.clock.after(milliseconds, callback);
  }

  #end(): void {
    if (this.#over) return;
    const exitCode = this.#process.close();
    this.#leave();
    this.#parts.events.ended(exitCode);
  }

  #fail(message: string): void {
    this.#failWith(debuggerFailure(this.#configuration.type, this.#parts.title, message));
  }

  #failWith(error: HumanError): void {
    if (this.#over) return;
    this.#leave();
    this.#parts.events.failed(error);
  }

  #leave(): void {
    this.#over = true;
    this.#timer?.dispose();
    this.#process.dispose();
    this.#owned.dispose();
    if (this.#debugSession !== undefined) endAfter(this.#parts.parent, this.#debugSession);
  }
}

/** A debug session whose adapter is deaf can be ended by the editor alone, once its parent is gone. */
function endAfter(parent: vscode.DebugSession, child: vscode.DebugSession): void {
  const watch = vscode.debug.onDidTerminateDebugSession((session) => {
    if (session !== parent && session !== child) return;
    watch.dispose();
    if (session === parent) void vscode.debug.stopDebugging(child);
  });
}

/** The id by which the debug session is recognised. */
function ownerId(id: string): string {
  return `${id}:program`;
}
