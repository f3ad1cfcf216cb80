import type { HumanError } from '../../common/humanError.ts';
import type { Event } from '../../common/emitter.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import type { LaunchStep, RunEvents } from '../runner.ts';

/**
 * One way to run a session's program in one mode. It keeps no state of the run: a
 * {@link RunSupervisor} decides when it launches, and when a launch ends.
 */
export interface RunStrategy {
  /** Launches the program; called again for each restart, after the previous launch has exited. */
  launch(events: LaunchEvents): Launch;
  /**
   * Prepares the next launch while the program runs, such as by its build. Absent if nothing has to be prepared,
   * or if that would change what the program uses. Rejects with a HumanError.
   */
  prepare?(events: PrepareEvents, signal: AbortSignal): Promise<void>;
  /** Called once, after the last launch has exited. */
  close?(outcome: Outcome): void;
}

/**
 * Creates the strategy for a mode. `requestRestart` is for restart buttons that belong to the strategy.
 * Throws a HumanError.
 */
export type CreateStrategy = (mode: RunMode, requestRestart: () => void) => RunStrategy;

/** What follows a launch: another one by the same strategy, unless it fails or the run is stopped first. */
export type NextLaunch = 'same' | undefined;

/** One launch of a program, from its preparation to its exit. */
export interface Launch {
  /**
   * Resolves with the exit code, or `undefined` if it isn't known, when the program has ended and its
   * output was reported. Rejects if the program could not be started or could not go on.
   */
  readonly exited: Promise<number | undefined>;
  /**
   * Requests the end of the launch, even before the program has started, and resolves when it is requested. Called at
   * most once.
   */
  end(next?: NextLaunch): Promise<void>;
  /** Returns the currently available controls of the program. */
  controls?(): LaunchControls;
}

/** The controls of a running program. */
export interface LaunchControls {
  /** The debug type whose adapter can attach to the process. */
  readonly attachType?: string | undefined;
  /** Detaches the debugger that the program was launched under. Resolves to whether the program keeps running without it. */
  readonly letGo?: (() => Promise<boolean>) | undefined;
  /** Lets the debugger restart the program. If absent, the launch is ended and the program launched again. */
  readonly restart?: (() => void) | undefined;
}

/** What a launch reports until it exits. Its methods don't use `this`. */
export interface LaunchEvents extends Omit<
  RunEvents,
  'debugging' | 'ended' | 'failed' | 'recreation' | 'replacing' | 'note' | 'supervised'
> {
  /** Output of a tool that prepares the program, such as its build. */
  note(text: string): void;
  /** Explains what follows. Only traces take it. */
  explain?(step: LaunchStep): void;
}

/** What a preparation reports while the program runs. */
export type PrepareEvents = Pick<LaunchEvents, 'message' | 'note'>;

/** How a launch or the run ended. */
export type Outcome =
  | { readonly kind: 'ended'; readonly exitCode: number | undefined }
  | { readonly kind: 'failed'; readonly error: HumanError };

/** A debugger that attaches to a running program, and detaches without ending it. */
export interface AttachableDebugger {
  readonly isAttached: boolean;
  /** Fires when it has attached or detached, also by itself. */
  readonly changes: Event<void>;
  /** Resolves to whether it could attach. */
  attach(debugType: string, pid: number): Promise<boolean>;
  detach(): Promise<void>;
  dispose(): void;
}
