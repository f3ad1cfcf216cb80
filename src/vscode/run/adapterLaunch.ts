import * as vscode from 'vscode';
import { pollUntil } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type HumanError, toHumanError } from '../../common/humanError.ts';
import { messageOf } from '../../common/log.ts';
import { adapterVariables } from '../../launch/adapterVariables.ts';
import type { DebugConfiguration, ProgramPlan } from '../../launch/launchPlan.ts';
import { checkProgram } from '../../processes/program/programChecks.ts';
import type { Launch, LaunchControls, LaunchEvents } from '../../sessions/run/strategy.ts';
import { type AdapterFact, readEditorMessage } from '../debug/adapter/adapterMessages.ts';
import type { Membership } from './controllerGroups.ts';
import { ownedBy, quietOptions } from '../debug/debugSessions.ts';
import { debuggerFailure } from '../debug/debuggers.ts';
import { withoutEndpoint } from '../window/environment.ts';
import { findableConfiguration, processFinder } from './launchedProcess.ts';
import type { EditorRunParts } from './editorRunParts.ts';
import { followChild, followProgram, resumeThread } from '../debug/programTracker.ts';
import { ReportedProgram } from './reportedProgram.ts';

/** How long the successor of a restarted session may take, in milliseconds. */
const successorTimeout = 10_000;

/** What is needed of a run's parts where the adapter launches the program. */
export interface AdapterLaunchParts extends Omit<EditorRunParts, 'plan' | 'addedProperties'> {
  readonly plan: {
    readonly name: string;
    readonly program: Pick<ProgramPlan, 'workingDirectory' | 'environment' | 'script'>;
  };
}

/** A program that a debug adapter launches and reports about, by `process`, `output` and `exited`. */
export class AdapterLaunch implements Launch {
  readonly exited: Promise<number | undefined>;
  readonly #exit = deferred<number | undefined>();
  readonly #parts: AdapterLaunchParts;
  /** Debug sessions of a launch that is over may still end when the next one has begun. */
  readonly #id: string;
  readonly #configuration: DebugConfiguration;
  readonly #program: ReportedProgram;
  readonly #owned = new DisposableStore();
  #membership: Membership | undefined;
  #timer: Disposable | undefined;
  #debugSession: vscode.DebugSession | undefined;
  #adapters = 0;
  #restart: 'none' | 'same session' | 'new session' = 'none';
  #stopping = false;
  #over = false;

  constructor(parts: AdapterLaunchParts, configuration: DebugConfiguration, events: LaunchEvents) {
    this.exited = this.#exit.promise;
    this.#parts = parts;
    this.#id = parts.newId();
    this.#configuration = findableConfiguration(configuration);
    this.#program = new ReportedProgram({
      debugType: configuration.type,
      exitsThroughStops: parts.isForController,
      options: parts.programOptions,
      events,
      findProcess: processFinder(this.#configuration),
      resume: (threadId) => resumeThread(this.#debugSession, threadId),
      endSession: () => this.#endSession(),
      refused: (message, output) => this.#fail(message, output),
      ended: (exitCode) => this.#end(exitCode),
    });
    void this.#begin();
  }

  async end(): Promise<void> {
    this.#stopping = true;
    this.#restart = 'none';
    this.#program.awaitReplacement(false);
    void this.#killLate();
    this.#program.askToEnd();
    await Promise.resolve();
  }

  /** Before its debug session has begun, the program is restarted by another launch. */
  controls(): LaunchControls {
    const session = this.#debugSession;
    if (session === undefined) return {};
    const restart = (): void =>
      void session.customRequest('restart').then(undefined, (error: unknown) => {
        this.#parts.inform(`The debugger can't restart it: ${messageOf(error)}`);
      });
    return { restart };
  }

  async #begin(): Promise<void> {
    const { debugSessions, plan } = this.#parts;
    this.#owned.add(
      debugSessions.register(this.#id, {
        createTracker: (session) => this.#track(session),
        createChildTracker: (session) => followChild(session, this.#program, this.#parts.budget),
        terminated: (session) => this.#onTerminated(session),
      }),
    );
    try {
      await checkProgram(plan.program);
      this.#membership = await this.#parts.join({
        stop: this.#parts.requestStop,
        restart: this.#parts.requestRestart,
      });
      if (this.#stopping) return this.#end(undefined);
      const isStarted = await this.#startDebugging(this.#membership.parent);
      if (!isStarted) this.#fail('the editor refused to start its debug session', '');
    } catch (error) {
      this.#failWith(toHumanError(error, ({ reason }) => this.#failure(reason, '')));
    }
  }

  #endSession(): void {
    if (this.#debugSession !== undefined) void vscode.debug.stopDebugging(this.#debugSession);
  }

  async #startDebugging(parent: vscode.DebugSession | undefined): Promise<boolean> {
    const { plan } = this.#parts;
    const { workingDirectory } = plan.program;
    const configuration = {
      ...this.#configuration,
      ...adapterVariables(this.#configuration.type, {
        ...withoutEndpoint(process.env),
        ...plan.program.environment,
      }),
      name: plan.name,
      internalConsoleOptions: 'neverOpen',
    };
    return vscode.debug.startDebugging(
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(workingDirectory)),
      ownedBy(this.#id, configuration),
      { ...quietOptions, ...(parent && { parentSession: parent }) },
    );
  }

  /** A session of ours has begun: the first, or the successor of one that was restarted. */
  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    // The editor keeps the session object where it starts a successor, with another adapter.
    const adapter = ++this.#adapters;
    const isPresent = (): boolean => adapter === this.#adapters;
    this.#debugSession = session;
    this.#restart = 'none';
    this.#program.expectAnother();
    this.#timer?.dispose();
    // It came while it was being stopped.
    if (this.#stopping) void vscode.debug.stopDebugging(session);
    return followProgram(session, {
      budget: this.#parts.budget,
      editor: (message) => {
        const intent = readEditorMessage(message);
        if (intent === 'restart') this.#awaitRestart('same session');
        if (intent === 'restart by a new session') this.#awaitRestart('new session');
      },
      fact: (fact) => isPresent() && this.#onFact(fact),
      closed: () => isPresent() && this.#program.released(),
    });
  }

  #awaitRestart(restart: 'same session' | 'new session'): void {
    if (this.#stopping) return;
    this.#restart = restart;
    this.#program.awaitReplacement(true);
  }

  #onFact(fact: AdapterFact): void {
    if (fact.kind === 'process') this.#restart = 'none';
    if (fact.kind === 'terminated' && fact.restart) this.#awaitRestart('new session');
    if (fact.kind === 'restarted') {
      // The new process may have been reported already.
      if (this.#restart !== 'none') this.#program.replaced();
      this.#restart = 'none';
    }
    this.#program.accept(fact);
  }

  #onTerminated(session: vscode.DebugSession): void {
    if (session !== this.#debugSession) return;
    this.#debugSession = undefined;
    if (this.#restart !== 'new session') return this.#program.released();
    this.#timer?.dispose();
    this.#timer = this.#parts.programOptions.clock.after(successorTimeout, () => {
      this.#restart = 'none';
      this.#program.awaitReplacement(false);
      this.#program.released();
    });
  }

  /** An adapter that doesn't stop the program in time has lost it. */
  async #killLate(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    if (!(await pollUntil(clock, grace, () => this.#over))) await this.#program.kill();
  }

  #end(exitCode: number | undefined): void {
    this.#exit.resolve(exitCode);
    this.#leave();
  }

  #fail(message: string, output: string): void {
    this.#failWith(this.#failure(message, output));
  }

  #failure(message: string, output: string): HumanError {
    const { name, program } = this.#parts.plan;
    const words = { message, output, environment: program.environment };
    return debuggerFailure(this.#configuration.type, name, words);
  }

  #failWith(error: HumanError): void {
    this.#exit.reject(error);
    this.#leave();
  }

  #leave(): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.dispose();
    this.#program.dispose();
    this.#owned.dispose();
    this.#membership?.leave();
  }
}
