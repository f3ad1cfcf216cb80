import type { ExplainBreakpoints } from '../../api/door/explanation.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import type { SessionSummary } from './sessionSummary.ts';

/** What a model asks to start. */
export interface StartRequest {
  /** The name of a debug configuration in launch.json, or the path of a project. */
  readonly target: string;
  readonly mode: RunMode;
}

/** The host that the tools act on. Methods throw a HumanError if they fail. */
export interface ToolHost {
  /** Returns all sessions, in order of creation. */
  list(): Promise<readonly SessionSummary[]>;
  /** Starts a session, and resolves to it when it is created. */
  start(request: StartRequest): Promise<SessionSummary>;
  /** Requests the end of a session. */
  stop(name: string): Promise<void>;
  /** Restarts the program of a session, or starts it for the first time. */
  restart(name: string): Promise<void>;
  /**
   * Resolves to a session as soon as it satisfies a condition or is removed, in its last state. Rejects with the
   * reason of `signal` when that is aborted.
   */
  until(
    name: string,
    condition: (session: SessionSummary) => boolean,
    signal: AbortSignal,
  ): Promise<SessionSummary>;
  /** Returns at most `bytes` of the end of a stream's output. */
  readOutput(name: string, stream: OutputStream, bytes: number): Promise<OutputEnd>;
  readonly explainBreakpoints: ExplainBreakpoints;
}

/** The end of a stream's output. */
export interface OutputEnd {
  readonly text: string;
  /** Whether there is more before it. */
  readonly isCut: boolean;
}
