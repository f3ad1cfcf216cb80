import { toHumanError } from '../../common/humanError.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { sessionErrors } from '../errors.ts';
import type { RunInputs } from '../inputs/runInputs.ts';
import type { Run, RunActivity, RunEvents, RunStep } from '../runner.ts';
import { activities, RecreationReport } from './recreation.ts';
import {
  getNextLaunch,
  getRunning,
  isDebugged,
  isEnding,
  isPresent,
  isReplacing,
  type LaunchFacts,
  nextRun,
  type RunEffect,
  type RunInput,
  type RunState,
} from './runTable.ts';
import type {
  AttachableDebugger,
  CreateStrategy,
  Launch,
  LaunchControls,
  LaunchEvents,
  Outcome,
  RunStrategy,
} from './strategy.ts';

export interface SupervisorOptions {
  /** The mode of the first launch. */
  readonly mode: RunMode;
  readonly create: CreateStrategy;
  readonly events: RunEvents;
  /** Absent if programs can't be debugged. */
  readonly attachable?: AttachableDebugger;
}

type LaunchEffect = Extract<RunEffect, { readonly do: 'launch' }>;

/** The current strategy with its mode. */
interface ModeStrategy {
  readonly mode: RunMode;
  readonly strategy: RunStrategy;
}

/** Starts a run and supervises it until it ends. The table decides, and strategies carry it out. */
export function superviseRun(options: SupervisorOptions): Run {
  const supervisor = new RunSupervisor(options);
  supervisor.begin();
  return supervisor;
}

class RunSupervisor implements Run {
  readonly #options: SupervisorOptions;
  readonly #recreation: RecreationReport;
  #state: RunState = { phase: 'idle' };
  #present: ModeStrategy | undefined;
  #launch: Launch | undefined;
  /** Those of the current launch. */
  #inputs: RunInputs | undefined;
  #ending: Promise<void> = Promise.resolve();
  #isDebugged = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#recreation = new RecreationReport(options.events);
    // The debugger is disposed of with the run.
    options.attachable?.changes(() => this.#reportDebugging());
  }

  begin(): void {
    this.#take({ kind: 'begin', mode: this.#options.mode });
  }

  async stop(): Promise<void> {
    this.#take({ kind: 'stop' });
    await this.#ending;
  }

  restart(mode?: RunMode): void {
    this.#take({ kind: 'restart', mode });
  }

  attachDebugger(): void {
    this.#take({ kind: 'attach' });
  }

  detachDebugger(): void {
    this.#take({ kind: 'detach' });
  }

  recreate(): RunActivity | undefined {
    const activity = activities[this.#state.phase];
    if (activity !== undefined) return activity;
    this.#recreation.begin();
    this.#take({ kind: 'recreate' });
    return undefined;
  }

  #take(input: RunInput): void {
    const [state, effect] = nextRun(this.#state, input, this.#facts());
    this.#state = state;
    if (state.phase !== 'recreating') this.#recreation.cancelPreparation();
    if (effect !== undefined) {
      if (isReplacing(state, effect)) this.#options.events.replacing?.();
      this.#perform(effect);
    }
    this.#reportDebugging();
  }

  #reportDebugging(): void {
    const { attachable, events } = this.#options;
    if (attachable === undefined) return;
    const now = isDebugged(this.#state, attachable.isAttached);
    if (now === this.#isDebugged) return;
    this.#isDebugged = now;
    events.debugging?.(now);
  }

  #facts(): LaunchFacts {
    const { attachType, letGo, restart } = this.#controls();
    const { attachable } = this.#options;
    return {
      isAttached: attachable?.isAttached ?? false,
      canAttach: attachable !== undefined && attachType !== undefined && this.#pid !== undefined,
      canLetGo: letGo !== undefined,
      restartsItself: restart !== undefined,
      canPrepare: this.#present?.strategy.prepare !== undefined,
    };
  }

  get #pid(): number | undefined {
    return getRunning(this.#state)?.pid;
  }

  #controls(): LaunchControls {
    return this.#launch?.controls?.() ?? {};
  }

  #perform(effect: RunEffect): void {
    switch (effect.do) {
      case 'launch':
        return this.#begin(effect);
      case 'end':
        return this.#end();
      case 'restart program':
        return this.#controls().restart?.();
      case 'attach':
        return void this.#attach(effect.launch);
      case 'let go':
        return void this.#letGo(effect.launch);
      case 'prepare':
        return void this.#prepare(effect.launch);
      case 'detach':
        return void this.#options.attachable?.detach();
      case 'report start':
        return this.#reportStart(effect.pid);
      case 'report restart':
        return this.#reportRestart(effect.pid);
      case 'finish':
        return this.#finish(effect.outcome);
    }
  }

  #begin({ launch: number, mode, previous }: LaunchEffect): void {
    this.#launch = undefined;
    this.#options.events.supervised?.({ kind: 'launch', launch: number, mode });
    if (previous !== undefined) this.#setInputs(undefined);
    const exited = (outcome: Outcome): void => {
      this.#options.events.supervised?.(toStep(number, outcome));
      this.#take({ kind: 'exited', launch: number, outcome });
    };
    const failed = (error: unknown): void =>
      exited({ kind: 'failed', error: toHumanError(error, sessionErrors.RunNotStarted) });
    try {
      if (previous !== undefined && mode !== this.#present?.mode) this.#close(previous);
      this.#launch = this.#strategyIn(mode).launch(this.#getEvents(number));
    } catch (error) {
      return failed(error);
    }
    this.#launch.exited.then((exitCode) => exited({ kind: 'ended', exitCode }), failed);
    // A report during the launch may have requested the end.
    if (isEnding(this.#state)) this.#end();
  }

  /** Returns the current strategy for this mode, or creates one. */
  #strategyIn(mode: RunMode): RunStrategy {
    if (this.#present !== undefined) return this.#present.strategy;
    const requestRestart = (): void => {
      if (this.#present?.strategy === strategy) this.#take({ kind: 'relaunch' });
    };
    const strategy: RunStrategy = this.#options.create(mode, requestRestart);
    this.#present = { mode, strategy };
    return strategy;
  }

  #close(outcome: Outcome): void {
    const strategy = this.#present?.strategy;
    this.#present = undefined;
    strategy?.close?.(outcome);
  }

  #getEvents(number: number): LaunchEvents {
    const { events } = this.#options;
    const present = (): RunEvents | undefined =>
      isPresent(this.#state, number) ? events : undefined;
    return {
      waiting: () => present()?.waiting(),
      started: (pid) => this.#take({ kind: 'started', launch: number, pid }),
      output: (stream, chunk) => present()?.output(stream, chunk),
      message: (level, text) => present()?.message(level, text),
      inputs: (inputs) => present() && this.#setInputs(inputs),
      note: (text) => present()?.message('debug', text.trimEnd()),
      explain: (step) => present()?.supervised?.(step),
    };
  }

  #setInputs(inputs: RunInputs | undefined): void {
    if (inputs === undefined && this.#inputs === undefined) return;
    this.#inputs = inputs;
    this.#options.events.inputs?.(inputs);
  }

  #reportStart(pid: number | undefined): void {
    this.#options.events.started(pid);
    // A launch that was asked to end may report a late start.
    if (this.#state.phase === 'running') this.#recreation.replaced();
  }

  async #prepare(launch: number): Promise<void> {
    const strategy = this.#present?.strategy;
    if (strategy === undefined) return;
    const isDone = await this.#recreation.prepare(strategy);
    if (isDone !== undefined) this.#take({ kind: 'prepared', launch, isDone });
  }

  /** The program has read its files again. */
  #reportRestart(pid: number | undefined): void {
    if (this.#inputs !== undefined) {
      const { base, files, folders } = this.#inputs;
      this.#setInputs({ base, files, folders });
    }
    this.#reportStart(pid);
  }

  /** Detaches the debugger first if necessary, since a paused program would not notice the request. */
  #end(): void {
    const launch = this.#launch;
    if (launch === undefined) return;
    if ('launch' in this.#state) {
      this.#options.events.supervised?.({ kind: 'quit', launch: this.#state.launch });
    }
    const end = async (): Promise<void> => {
      await this.#options.attachable?.detach();
      await launch.end(getNextLaunch(this.#state, this.#present?.mode));
    };
    this.#ending = end();
    // The error is reported by `stop`.
    this.#ending.catch(() => undefined);
  }

  async #attach(number: number): Promise<void> {
    const { attachable } = this.#options;
    const { attachType } = this.#controls();
    const pid = this.#pid;
    const isPossible = attachable !== undefined && attachType !== undefined && pid !== undefined;
    const isDone = isPossible && (await attachable.attach(attachType, pid));
    this.#take({ kind: 'attached', launch: number, isDone });
  }

  async #letGo(number: number): Promise<void> {
    const isDone = (await this.#controls().letGo?.()) === true;
    this.#take({ kind: 'letGo', launch: number, isDone });
  }

  #finish(outcome: Outcome): void {
    const { attachable, events } = this.#options;
    attachable?.dispose();
    this.#close(outcome);
    if (outcome.kind === 'failed') events.failed(outcome.error);
    else events.ended(outcome.exitCode);
  }
}

function toStep(launch: number, outcome: Outcome): RunStep {
  const exitCode = outcome.kind === 'ended' ? outcome.exitCode : undefined;
  const error = outcome.kind === 'failed' ? outcome.error : undefined;
  return { kind: 'exited', launch, exitCode, error };
}
