import type { HumanError } from '../common/humanError.ts';
import type { OutputStream } from '../common/outputStream.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import type { MessageLevel } from '../protocol/notifications.ts';
import type { RunInputs } from './inputs/runInputs.ts';

/** The port to whatever runs programs: child processes or debug sessions. */
export interface Runner {
  /**
   * Starts the program of a session and reports to `events`. Errors that are caused by the session's spec
   * are reported by `events.failed`, never thrown.
   */
  run(session: IdeSession, events: RunEvents): Run;
}

/** A run that has begun. Its end is reported by {@link RunEvents.ended} or {@link RunEvents.failed}. */
export interface Run {
  /**
   * Requests the end of the run, including builds and starts, and resolves when it is requested. The
   * runner kills what has not ended within its grace period.
   */
  stop(): Promise<void>;
  /** Restarts the program within the session, building it if necessary, optionally in another mode. */
  restart?(mode?: RunMode): void;
  /**
   * Restarts the program, but lets it run until its next launch is prepared, and on if that fails. Returns
   * what is under way if that is something else than a running program.
   */
  recreate?(): RunActivity | undefined;
  /** Attaches a debugger. Restarts the program only if necessary. */
  attachDebugger?(): void;
  /** Detaches the debugger. Restarts the program only if necessary. */
  detachDebugger?(): void;
}

/** What is under way in a run, other than a running program. */
export type RunActivity = 'launching' | 'recreating' | 'restarting' | 'ending';

/** The progress of {@link Run.recreate}. */
export type Recreation =
  | { readonly kind: 'preparing' | 'launching' | 'done' }
  /** The program runs on. */
  | { readonly kind: 'failed'; readonly error: HumanError };

/** What can come of the changes of a running program. */
export const reloadResults = [
  ...(['starting', 'ready', 'applied', 'applied partly', 'no change', 'held', 'errors'] as const),
  ...(['restart', 'rebuild', 'reload', 'refused', 'unavailable'] as const),
] as const;

/** What is done in a launch. */
export type LaunchStep =
  /** Files of the running program have changed, as this one tells, or are to be applied by a command. */
  | {
      readonly kind: 'changed';
      readonly by: 'editor' | 'watch' | 'command';
      readonly files: number;
    }
  /** What came of changes; `milliseconds` since they were saved, if they run. */
  | {
      readonly kind: 'reloaded';
      readonly result: (typeof reloadResults)[number];
      readonly milliseconds?: number;
      readonly problems?: number;
    }
  /** The page that was loaded ahead was taken, or there was none; `milliseconds` since it was asked for. */
  | {
      readonly kind: 'page';
      readonly result: 'taken' | 'missed';
      readonly milliseconds: number;
    };

/** What is done with the launches of a run, which are numbered, and how they exit. */
export type RunStep =
  | { readonly kind: 'launch'; readonly launch: number; readonly mode: RunMode }
  | { readonly kind: 'quit'; readonly launch: number }
  | {
      readonly kind: 'exited';
      readonly launch: number;
      readonly exitCode: number | undefined;
      readonly error: HumanError | undefined;
    };

/** The reports of a runner, in order. Reports after `ended` or `failed` are ignored. */
export interface RunEvents {
  /** The start waits for work with limits of its own, such as a build, and frees its slot of the queue. */
  waiting(): void;
  /** A process has started. Reported again after each restart. */
  started(pid: number | undefined): void;
  /** The program wrote bytes. Returns a promise if the runner should wait for it before reporting more. */
  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined;
  /** A message for the developer. */
  message(level: Exclude<MessageLevel, 'error'>, text: string): void;
  /** The program is debugged from now on, or not any more. Not reported if programs can't be debugged. */
  debugging?(isDebugged: boolean): void;
  /** The program is being restarted, until the next `started` or the end. Not reported of its first launch. */
  replacing?(): void;
  /** The files that decided the present launch. They replace those of the former one; `undefined` if they are unknown. */
  inputs?(inputs: RunInputs | undefined): void;
  /** Output of a build that runs while the program does. It becomes part of the log, in whole lines. */
  note?(text: string): void;
  /** The progress of a requested {@link Run.recreate}. It ends with `done`, `failed` or the run. */
  recreation?(progress: Recreation): void;
  /** Explains what follows. Only traces take it. */
  supervised?(step: RunStep | LaunchStep): void;
  /** The run has ended, and all of its output was reported. `exitCode` is undefined if it is unknown. */
  ended(exitCode: number | undefined): void;
  /** The run could not begin or continue. */
  failed(error: HumanError): void;
}
