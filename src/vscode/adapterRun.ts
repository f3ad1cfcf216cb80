import * as vscode from 'vscode';
import { becomes } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import { type HumanError, toHumanError } from '../common/humanError.ts';
import { messageOf } from '../common/log.ts';
import { adapterVariables } from '../launch/adapterVariables.ts';
import type { DebugConfiguration, ProgramPlan } from '../launch/launchPlan.ts';
import { checkProgram } from '../runners/programChecks.ts';
import type { Run } from '../sessions/runner.ts';
import { type AdapterFact, readAdapterMessage, readEditorMessage } from './adapterMessages.ts';
import type { Membership } from './controllerGroups.ts';
import { ownedBy, quietOptions } from './debugSessions.ts';
import { debuggerFailure } from './debuggers.ts';
import { withoutEndpoint } from './environment.ts';
import type { EditorRunParts } from './ownedRun.ts';
import { ReportedProcess } from './reportedProcess.ts';

/** How long a session may go on after its program has exited, and how long its successor may take. */
const lingerTimeout = 3_000;
const successorTimeout = 10_000;
/** How long an adapter may take to tell that its program was killed. */
const killTimeout = 1_000;

/** What is needed of a run's parts where the adapter launches the program. */
export interface AdapterRunParts extends Omit<EditorRunParts, 'plan' | 'addedProperties'> {
  readonly plan: {
    readonly name: string;
    readonly program: Pick<ProgramPlan, 'workingDirectory' | 'environment' | 'script'>;
  };
}

/** A program that a debug adapter launches and reports about, by `process`, `output` and `exited`. */
export class AdapterRun implements Run {
  readonly #parts: AdapterRunParts;
  readonly #configuration: DebugConfiguration;
  readonly #process: ReportedProcess;
  readonly #owned = new DisposableStore();
  #membership: Membership | undefined;
  #timer: Disposable | undefined;
  #debugSession: vscode.DebugSession | undefined;
  #restart: 'none' | 'same session' | 'new session' = 'none';
  #stopping = false;
  #over = false;

  constructor(parts: AdapterRunParts, configuration: DebugConfiguration) {
    this.#parts = parts;
    this.#configuration = configuration;
    this.#process = new ReportedProcess(parts.events, parts.programOptions.watchdog);
  }

  async begin(): Promise<void> {
    const { debugSessions, id, plan } = this.#parts;
    this.#owned.add(
      debugSessions.register(id, {
        createTracker: (session) => this.#track(session),
        terminated: (session) => this.#onTerminated(session),
      }),
    );
    try {
      await checkProgram(plan.program);
      this.#membership = await this.#parts.join({
        stop: this.#parts.requestStop,
        restart: () => this.restart(),
      });
      if (this.#stopping) return this.#end();
      const isStarted = await this.#startDebugging(this.#membership.parent);
      if (!isStarted) this.#fail('the editor refused to start its debug session');
    } catch (error) {
      this.#failWith(toHumanError(error, 'DebuggerNotStarted'));
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#restart = 'none';
    void this.#killLate();
    if (this.#process.askToEnd()) return;
    if (this.#debugSession !== undefined) await vscode.debug.stopDebugging(this.#debugSession);
  }

  restart(): void {
    if (this.#stopping) return;
    void this.#debugSession?.customRequest('restart').then(undefined, (error: unknown) => {
      this.#parts.events.message('info', `The debugger can't restart it: ${messageOf(error)}`);
    });
  }

  async #startDebugging(parent: vscode.DebugSession | undefined): Promise<boolean> {
    const { id, plan } = this.#parts;
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
      ownedBy(id, configuration),
      { ...quietOptions, ...(parent && { parentSession: parent }) },
    );
  }

  /** A session of ours has begun: the first, or the successor of one that was restarted. */
  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    this.#debugSession = session;
    this.#restart = 'none';
    this.#process.expectAnother();
    this.#timer?.dispose();
    // It came while it was being stopped.
    if (this.#stopping) void vscode.debug.stopDebugging(session);
    return {
      onWillReceiveMessage: (message) => {
        const intent = readEditorMessage(message);
        if (intent === 'restart') this.#restart = 'same session';
        if (intent === 'restart by a new session') this.#restart = 'new session';
      },
      onDidSendMessage: (message) => {
        const fact = readAdapterMessage(message, session.type);
        if (fact !== undefined && session === this.#debugSession) this.#onFact(fact);
      },
    };
  }

  #onFact(fact: AdapterFact): void {
    switch (fact.kind) {
      case 'launched':
        return this.#process.launched();
      case 'refused':
        return this.#fail(fact.message);
      case 'restarted':
        return this.#onRestarted();
      case 'process':
        this.#restart = 'none';
        return this.#process.began(fact.pid);
      case 'output':
        return this.#process.wrote(fact.stream, fact.text);
      case 'paused':
        return this.#process.paused();
      case 'resumed':
        return this.#process.resumed();
      case 'exited':
        return this.#onExited(fact.exitCode);
    }
  }

  /** The new process may have been told of already, or never will be. */
  #onRestarted(): void {
    if (this.#restart === 'none') return;
    this.#restart = 'none';
    this.#process.replaced();
  }

  #onExited(exitCode: number | undefined): void {
    if (this.#restart !== 'none') return;
    this.#process.exited(exitCode);
    const session = this.#debugSession;
    this.#wait(lingerTimeout, () => void vscode.debug.stopDebugging(session));
  }

  #onTerminated(session: vscode.DebugSession): void {
    if (session !== this.#debugSession) return;
    if (this.#restart !== 'new session' || this.#stopping) return void this.#endWithProgram();
    this.#debugSession = undefined;
    this.#wait(successorTimeout, () => this.#end());
  }

  /** The debug session is over; the program may not be, if its adapter let it go. */
  async #endWithProgram(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    this.#timer?.dispose();
    await this.#process.end(clock, grace);
    this.#end();
  }

  /** An adapter that doesn't stop the program in time has lost it. */
  async #killLate(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    if (await becomes(clock, grace, () => this.#over)) return;
    await this.#process.kill();
    this.#wait(killTimeout, () => this.#end());
  }

  #wait(milliseconds: number, callback: () => void): void {
    this.#timer?.dispose();
    this.#timer = this.#parts.programOptions.clock.after(milliseconds, callback);
  }

  #end(): void {
    if (this.#over) return;
    this.#parts.events.ended(this.#process.close());
    this.#leave();
  }

  #fail(message: string): void {
    this.#failWith(debuggerFailure(this.#configuration.type, this.#parts.plan.name, message));
  }

  #failWith(error: HumanError): void {
    if (this.#over) return;
    this.#parts.events.failed(error);
    this.#leave();
  }

  #leave(): void {
    this.#over = true;
    this.#timer?.dispose();
    this.#process.dispose();
    this.#owned.dispose();
    this.#membership?.leave();
  }
}
