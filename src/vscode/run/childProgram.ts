import * as vscode from 'vscode';
import type { ProgramConfiguration } from '../../projects/programDebugger.ts';
import { pollUntil } from '../../common/clock.ts';
import { DisposableStore } from '../../common/disposable.ts';
import { type HumanError, toHumanError } from '../../common/humanError.ts';
import { adapterVariables } from '../../launch/adapterVariables.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { OutputPipes } from '../../processes/program/outputPipes.ts';
import type { ProgramEvents, ProgramOptions } from '../../processes/program/program.ts';
import { checkProgram } from '../../processes/program/programChecks.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { Run } from '../../sessions/runner.ts';
import type { ConsoleBudget } from '../debug/consoleBudget.ts';
import { type DebugSessions, ownedBy, quietOptions } from '../debug/debugSessions.ts';
import { debuggerFailure } from '../debug/debuggers.ts';
import { withoutEndpoint } from '../window/environment.ts';
import { processFinder } from './launchedProcess.ts';
import { followChild, followProgram, resumeThread } from '../debug/programTracker.ts';
import { ReportedProgram } from './reportedProgram.ts';

export interface ChildProgramParts {
  readonly debugSessions: DebugSessions;
  /** Identifies the debug sessions of the run. */
  readonly id: string;
  /** The display name. */
  readonly title: string;
  /** The parent debug session. */
  readonly parent: vscode.DebugSession;
  readonly programOptions: ProgramOptions;
  readonly events: ProgramEvents;
  /** Limits the output in the debug console. */
  readonly budget: ConsoleBudget;
  /** Shows output that the adapter doesn't report in the debug console. */
  readonly show?: (stream: OutputStream, text: string) => void;
}

/**
 * Runs a program that a debug adapter launches in a child of the debug session that represents it. The stop
 * and restart buttons apply to the parent, so that a restart can include a build.
 */
export function runChildProgram(
  parts: ChildProgramParts,
  plan: ProgramPlan,
  configuration: ProgramConfiguration,
): Run {
  const program = new ChildProgram(parts, plan, configuration);
  void program.begin();
  return program;
}

class ChildProgram implements Run {
  readonly #parts: ChildProgramParts;
  readonly #plan: ProgramPlan;
  readonly #configuration: ProgramConfiguration;
  readonly #program: ReportedProgram;
  readonly #owned = new DisposableStore();
  #debugSession: vscode.DebugSession | undefined;
  #pipes: OutputPipes | undefined;
  #stopping = false;
  #over = false;

  constructor(parts: ChildProgramParts, plan: ProgramPlan, configuration: ProgramConfiguration) {
    this.#parts = parts;
    this.#plan = plan;
    this.#configuration = configuration;
    this.#program = new ReportedProgram({
      debugType: configuration.type,
      exitsThroughStops: true,
      options: parts.programOptions,
      events: parts.events,
      findProcess: processFinder(configuration),
      resume: (threadId) => resumeThread(this.#debugSession, threadId),
      endSession: () => this.#askAdapter(),
      refused: (message, output) => this.#fail(message, output),
      ended: (exitCode) => this.#end(exitCode),
    });
  }

  async begin(): Promise<void> {
    const { debugSessions, id } = this.#parts;
    this.#owned.add(
      debugSessions.register(ownerId(id), {
        createTracker: (session) => this.#track(session),
        createChildTracker: (session) => followChild(session, this.#program, this.#parts.budget),
        terminated: (session) => {
          if (session === this.#debugSession) this.#onTerminated();
        },
      }),
    );
    try {
      await checkProgram(this.#plan);
      await this.#openPipes();
      if (this.#stopping) return this.#end(undefined);
      if (!(await this.#startDebugging()))
        this.#fail('the editor refused to start its debug session', '');
    } catch (error) {
      this.#failWith(toHumanError(error, ({ reason }) => this.#failure(reason, '')));
    }
  }

  async stop(): Promise<void> {
    if (this.#stopping || this.#over) return;
    this.#stopping = true;
    this.#program.askToEnd();
    void this.#killLate();
    await Promise.resolve();
  }

  /** CodeLLDB supports a file for each stream, which separates the streams and avoids a terminal. */
  async #openPipes(): Promise<void> {
    const { show, programOptions } = this.#parts;
    const { stdio, type } = this.#configuration;
    if (type !== 'lldb' || stdio !== undefined || show === undefined) return;
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    this.#pipes = await OutputPipes.open(programOptions.watchdog, (stream, chunk) => {
      show(stream, decoders[stream].decode(chunk, { stream: true }));
      return this.#program.wrote(stream, chunk);
    });
  }

  async #startDebugging(): Promise<boolean> {
    const { id, parent } = this.#parts;
    const { environment, workingDirectory } = this.#plan;
    const configuration = {
      ...this.#configuration,
      ...(this.#pipes && { stdio: this.#pipes.stdio }),
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
    return followProgram(session, {
      budget: this.#parts.budget,
      fact: (fact) => {
        this.#program.accept(fact);
        // Repeats a stop that was requested before the launch.
        if (fact.kind === 'launched' && this.#stopping) this.#program.askToEnd();
      },
      closed: () => this.#program.released(),
    });
  }

  /** Ends the debug session through its adapter, since the editor would end the parent instead. */
  #askAdapter(): void {
    const asked = this.#debugSession?.customRequest('disconnect', { terminateDebuggee: true });
    // The adapter may have ended.
    asked?.then(undefined, () => undefined);
  }

  async #killLate(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    if (await pollUntil(clock, grace, () => this.#over)) return;
    await this.#program.kill();
    this.#askAdapter();
  }

  #onTerminated(): void {
    this.#debugSession = undefined;
    this.#program.released();
  }

  #end(exitCode: number | undefined): void {
    if (this.#over) return;
    this.#leave();
    this.#parts.events.ended(exitCode);
  }

  #fail(message: string, output: string): void {
    this.#failWith(this.#failure(message, output));
  }

  #failure(message: string, output: string): HumanError {
    const words = { message, output, environment: this.#plan.environment };
    return debuggerFailure(this.#configuration.type, this.#parts.title, words);
  }

  #failWith(error: HumanError): void {
    if (this.#over) return;
    this.#leave();
    this.#parts.events.failed(error);
  }

  #leave(): void {
    this.#over = true;
    this.#program.dispose();
    void this.#pipes?.close();
    this.#owned.dispose();
    if (this.#debugSession !== undefined) endAfter(this.#parts.parent, this.#debugSession);
  }
}

/** Ends a debug session with an unresponsive adapter through the editor, after its parent has ended. */
function endAfter(parent: vscode.DebugSession, child: vscode.DebugSession): void {
  const watch = vscode.debug.onDidTerminateDebugSession((session) => {
    if (session !== parent && session !== child) return;
    watch.dispose();
    if (session === parent) void vscode.debug.stopDebugging(child);
  });
}

/** Returns the owner id of the debug session. */
function ownerId(id: string): string {
  return `${id}:program`;
}
