import * as vscode from 'vscode';
import { becomes } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import { HumanError, toHumanError } from '../common/humanError.ts';
import { messageOf } from '../common/log.ts';
import { adapterVariables } from '../launch/adapterVariables.ts';
import type { DebugConfiguration, ProgramPlan } from '../launch/launchPlan.ts';
import { endTree, processTree } from '../runners/processTree.ts';
import { checkProgram } from '../runners/programChecks.ts';
import type { Run } from '../sessions/runner.ts';
import { type AdapterFact, readAdapterMessage, readEditorMessage } from './adapterMessages.ts';
import type { Membership } from './controllerGroups.ts';
import { ownedBy, quietOptions } from './debugSessions.ts';
import type { EditorRunParts } from './ownedRun.ts';

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
  readonly #owned = new DisposableStore();
  #membership: Membership | undefined;
  #timer: Disposable | undefined;
  #debugSession: vscode.DebugSession | undefined;
  #process: 'none' | 'launched' | 'reported' = 'none';
  #pid: number | undefined;
  #exitCode: number | undefined;
  #refusal: string | undefined;
  #restart: 'none' | 'same session' | 'new session' = 'none';
  #stopping = false;
  #over = false;

  constructor(parts: AdapterRunParts, configuration: DebugConfiguration) {
    this.#parts = parts;
    this.#configuration = configuration;
  }

  async begin(): Promise<void> {
    const { debugSessions, name, plan } = this.#parts;
    this.#owned.add(
      debugSessions.register(name, {
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
      if (!isStarted) this.#fail(this.#refusal ?? 'the editor refused to start its debug session');
    } catch (error) {
      this.#failWith(toHumanError(error, 'DebuggerNotStarted'));
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#restart = 'none';
    void this.#killLate();
    if (this.#debugSession !== undefined) await vscode.debug.stopDebugging(this.#debugSession);
  }

  restart(): void {
    if (this.#stopping) return;
    void this.#debugSession?.customRequest('restart').then(undefined, (error: unknown) => {
      this.#parts.events.message('info', `The debugger can't restart it: ${messageOf(error)}`);
    });
  }

  async #startDebugging(parent: vscode.DebugSession | undefined): Promise<boolean> {
    const { name, plan } = this.#parts;
    const { workingDirectory } = plan.program;
    const configuration = {
      ...this.#configuration,
      ...adapterVariables(this.#configuration.type, {
        ...withoutEndpoint(),
        ...plan.program.environment,
      }),
      name: plan.name,
      internalConsoleOptions: 'neverOpen',
    };
    return vscode.debug.startDebugging(
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(workingDirectory)),
      ownedBy(name, configuration),
      { ...quietOptions, ...(parent && { parentSession: parent }) },
    );
  }

  /** A session of ours has begun: the first, or the successor of one that was restarted. */
  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    this.#debugSession = session;
    this.#restart = 'none';
    this.#process = 'none';
    this.#exitCode = undefined;
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
        if (this.#process === 'none') this.#process = 'launched';
        return;
      case 'refused':
        this.#refusal = fact.message;
        return;
      case 'restarted':
        return this.#onRestarted();
      case 'process':
        return this.#onProcess(fact.pid);
      case 'output':
        this.#ensureReported();
        return this.#parts.events.output(fact.stream, Buffer.from(fact.text));
      case 'exited':
        return this.#onExited(fact.exitCode);
    }
  }

  /** The new process may have been told of already, or never will be. */
  #onRestarted(): void {
    if (this.#restart === 'none') return;
    this.#restart = 'none';
    this.#process = 'launched';
    this.#pid = undefined;
  }

  #onProcess(pid: number | undefined): void {
    this.#pid = pid;
    this.#process = 'reported';
    this.#restart = 'none';
    this.#exitCode = undefined;
    this.#parts.events.started(pid);
  }

  #onExited(exitCode: number | undefined): void {
    if (this.#restart !== 'none') return;
    this.#ensureReported();
    this.#exitCode = exitCode;
    const session = this.#debugSession;
    this.#wait(lingerTimeout, () => void vscode.debug.stopDebugging(session));
  }

  #onTerminated(session: vscode.DebugSession): void {
    if (session !== this.#debugSession) return;
    if (this.#restart !== 'new session' || this.#stopping) return void this.#endWithProgram();
    this.#debugSession = undefined;
    this.#wait(successorTimeout, () => this.#end());
  }

  /** A program whose adapter doesn't report its process has run all the same. */
  #ensureReported(): void {
    if (this.#process !== 'reported') this.#onProcess(undefined);
  }

  /** The debug session is over; the program may not be, if its adapter let it go. */
  async #endWithProgram(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    this.#timer?.dispose();
    if (this.#pid !== undefined) await endTree(processTree(this.#pid), clock, grace);
    this.#end();
  }

  /** An adapter that doesn't stop the program in time has lost it. */
  async #killLate(): Promise<void> {
    const { clock, grace } = this.#parts.programOptions;
    if (await becomes(clock, grace, () => this.#over)) return;
    if (this.#pid !== undefined) await processTree(this.#pid).kill();
    this.#wait(killTimeout, () => this.#end());
  }

  #wait(milliseconds: number, callback: () => void): void {
    this.#timer?.dispose();
    this.#timer = this.#parts.programOptions.clock.after(milliseconds, callback);
  }

  #end(): void {
    if (this.#over) return;
    if (this.#process === 'launched') this.#parts.events.started(undefined);
    this.#parts.events.ended(this.#exitCode);
    this.#leave();
  }

  #fail(message: string): void {
    const { plan } = this.#parts;
    const type = this.#configuration.type;
    this.#failWith(
      new HumanError('DebuggerNotStarted', `${type} could not debug ${plan.name}: ${message}.`),
    );
  }

  #failWith(error: HumanError): void {
    if (this.#over) return;
    this.#parts.events.failed(error);
    this.#leave();
  }

  #leave(): void {
    this.#over = true;
    this.#timer?.dispose();
    this.#owned.dispose();
    this.#membership?.leave();
  }
}

/** Adapters start programs with the editor's own variables beneath: what leads to an endpoint is emptied. */
function withoutEndpoint(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => name.startsWith('DEBUG_SESSION_'));
  return Object.fromEntries(names.map((name) => [name, '']));
}
