import type { HumanError } from '../common/humanError.ts';
import type { OutputStream } from '../common/outputStream.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import type { MessageLevel } from '../protocol/notifications.ts';

/** The port behind which programs run: child processes, debug sessions, whatever comes. */
export interface Runner {
  /**
   * Begins to run what the session's spec asks for and reports by `events`.
   * Never throws for what the session brought along: that is `events.failed`.
   */
  run(session: IdeSession, events: RunEvents): Run;
}

/** A run that was begun. Its end is reported by {@link RunEvents.ended} or {@link RunEvents.failed}. */
export interface Run {
  /**
   * Asks the run to end, whatever it is at, builds and starts included; resolves once it was asked.
   * The runner kills what has not ended within its grace period.
   */
  stop(): Promise<void>;
  /** Begins the program anew, built where it is to be, without an end of the session; in another mode if one is given. */
  restart?(mode?: RunMode): void;
  /** Gives the program a debugger, with a restart only where it can't be done without. */
  attachDebugger?(): void;
  /** Takes its debugger away, with a restart only where it can't be done without. */
  detachDebugger?(): void;
}

/** What a runner reports, in the order of happening. Nothing is heard after `ended` or `failed`. */
export interface RunEvents {
  /** The start goes on to what has bounds of its own, such as builds: others may begin meanwhile. */
  waiting(): void;
  /** A process runs; again with the new process after each restart. */
  started(pid: number | undefined): void;
  /** The program wrote these bytes, cut anywhere; resolves when more should come, if not at once. */
  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined;
  /** Something the developer may want to know. */
  message(level: Exclude<MessageLevel, 'error'>, text: string): void;
  /** The run is over and its output was reported whole. Leave out an exit code that isn't known. */
  ended(exitCode: number | undefined): void;
  /** The run could not begin or could not go on. */
  failed(error: HumanError): void;
}
