import * as vscode from 'vscode';
import { DisposableStore } from '../../../common/disposable.ts';
import { type HumanError, toHumanError } from '../../../common/humanError.ts';
import type { OutputStream } from '../../../common/outputStream.ts';
import { adapterVariables } from '../../../launch/adapterVariables.ts';
import type { ProgramPlan } from '../../../launch/launchPlan.ts';
import type { ProgramEvents, ProgramOptions } from '../../../processes/program/program.ts';
import { checkProgram } from '../../../processes/program/programChecks.ts';
import type { ProgramConfiguration } from '../../../projects/programDebugger.ts';
import type { Run } from '../../../sessions/runner.ts';
import { type EditorIntent, readEditorMessage } from '../../debug/adapter/adapterMessages.ts';
import type { ConsoleBudget } from '../../debug/consoleBudget.ts';
import { type DebugSessions, withOwner, quietOptions } from '../../debug/debugSessions.ts';
import { debuggerFailure } from '../../debug/debuggers.ts';
import { followChild, followProgram, resumeThread } from '../../debug/programTracker.ts';
import { startReasons } from '../../debug/startReasons.ts';
import { withoutEndpoint } from '../../window/environment.ts';
import { findableConfiguration, processFinder } from './launchedProcess.ts';
import { ReportedProgram } from './reportedProgram.ts';

export interface DebuggedProgramOptions {
  readonly debugSessions: DebugSessions;
  /** Identifies the debug sessions of the program. */
  readonly id: string;
  /** The display name. */
  readonly title: string;
  readonly plan: Pick<ProgramPlan, 'workingDirectory' | 'environment' | 'script'>;
  readonly configuration: ProgramConfiguration;
  readonly programOptions: ProgramOptions;
  readonly events: ProgramEvents;
  /** Limits the output in the debug console. */
  readonly budget: ConsoleBudget;
  /** Whether a `sys.exit` of a Python program ends it even if the debugger stops at it. */
  readonly exitsThroughStops: boolean;
  /** Prepares the debug session. Items added to `resources` are disposed of when the program has ended. */
  readonly prepare: (resources: DisposableStore) => Promise<SessionStart>;
  /** Asks the adapter of a debug session to end it. */
  readonly endSession: (session: vscode.DebugSession) => void;
}

/** How a debug session is started. */
interface SessionStart {
  /** Properties that are added to the debug configuration. */
  readonly properties?: object;
  readonly options: vscode.DebugSessionOptions;
}

/** A program that a debug adapter launches and reports about, with its debug session. */
export class DebuggedProgram implements Run {
  readonly #options: DebuggedProgramOptions;
  readonly #configuration: ProgramConfiguration;
  readonly #program: ReportedProgram;
  readonly #resources = new DisposableStore();
  #session: vscode.DebugSession | undefined;
  #adapters = 0;

  constructor(options: DebuggedProgramOptions) {
    this.#options = options;
    this.#configuration = findableConfiguration(options.configuration);
    this.#program = new ReportedProgram({
      debugType: this.#configuration.type,
      exitsThroughStops: options.exitsThroughStops,
      options: options.programOptions,
      events: options.events,
      findProcess: processFinder(this.#configuration),
      resume: (threadId) => resumeThread(this.#session, threadId),
      endSession: () => this.#session && options.endSession(this.#session),
      refused: (message, output) => this.#fail(this.#failure(message, output)),
      ended: (exitCode) => {
        this.#resources.dispose();
        options.events.ended(exitCode);
      },
    });
    void this.#begin();
  }

  /** The debug session, while there is one. */
  get session(): vscode.DebugSession | undefined {
    return this.#session;
  }

  async stop(): Promise<void> {
    this.#program.stop();
    await Promise.resolve();
  }

  /** Handles output that the adapter doesn't report. */
  wrote(stream: OutputStream, chunk: Uint8Array): Promise<void> | void {
    return this.#program.wrote(stream, chunk);
  }

  async #begin(): Promise<void> {
    const { budget, debugSessions, id, plan, prepare } = this.#options;
    this.#resources.add(
      debugSessions.register(id, {
        createTracker: (session) => this.#track(session),
        createChildTracker: (session) => followChild(session, this.#program, budget),
        terminated: (session) => {
          if (session === this.#session) this.#onTerminated();
        },
      }),
    );
    try {
      await checkProgram(plan);
      const start = await prepare(this.#resources);
      if (!this.#program.open()) return;
      const isStarted = await this.#startDebugging(start);
      if (!isStarted) throw this.#failure(startReasons.refused(), '');
    } catch (error) {
      if (this.#program.isOver) return;
      this.#program.dispose();
      this.#fail(toHumanError(error, ({ reason }) => this.#failure(reason, '')));
    }
  }

  async #startDebugging({ options, properties }: SessionStart): Promise<boolean> {
    const { id, plan } = this.#options;
    const configuration = {
      ...this.#configuration,
      ...properties,
      ...adapterVariables(this.#configuration.type, {
        ...withoutEndpoint(process.env),
        ...plan.environment,
      }),
      internalConsoleOptions: 'neverOpen',
    };
    return vscode.debug.startDebugging(
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(plan.workingDirectory)),
      withOwner(id, configuration),
      { ...quietOptions, ...options },
    );
  }

  /** A session has begun: the first, or the next one after a restart, for which the editor keeps the object. */
  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    const adapter = ++this.#adapters;
    this.#session = session;
    this.#program.report(adapter, { kind: 'begun' });
    return followProgram(session, {
      budget: this.#options.budget,
      editor: (message) => this.#onIntent(adapter, readEditorMessage(message)),
      fact: (fact) => this.#program.accept(adapter, fact),
      closed: () => this.#program.report(adapter, { kind: 'disconnected' }),
    });
  }

  #onIntent(adapter: number, intent: EditorIntent | undefined): void {
    if (intent === undefined) return;
    const by = intent === 'restart' ? 'same session' : 'new session';
    this.#program.report(adapter, { kind: 'restarting', by });
  }

  #onTerminated(): void {
    this.#session = undefined;
    this.#program.report(this.#adapters, { kind: 'session ended' });
  }

  #failure(message: string, output: string): HumanError {
    const { plan, title } = this.#options;
    const words = { message, output, environment: plan.environment };
    return debuggerFailure(this.#configuration.type, title, words);
  }

  #fail(error: HumanError): void {
    this.#resources.dispose();
    this.#options.events.failed(error);
  }
}
