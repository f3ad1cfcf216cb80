import type { HumanError } from '../common/humanError.ts';
import {
  type IdeSession,
  type SessionState,
  type SessionStatus,
  toTimestamp,
} from '../protocol/ideSession.ts';

/** A process that a run had or has. */
interface ProcessFact {
  readonly pid: number | undefined;
  /** Unlike that of any other process of the session. */
  readonly startupTimestamp: string;
}

/** What is known of a session's run, as the runner told it. */
export type RunFacts = {
  readonly stopRequested: boolean;
  /** The latest process, if there was one. */
  readonly process?: ProcessFact;
} & (
  | { readonly phase: 'idle' | 'starting' | 'running' }
  | { readonly phase: 'ended'; readonly endedAt: Date; readonly exitCode: number | undefined }
  | { readonly phase: 'failed'; readonly endedAt: Date; readonly error: HumanError }
);

/** What is to be done next for a session: store a status, or have an effect. */
export type Step =
  | { readonly do: 'store'; readonly status: Partial<SessionStatus> }
  | { readonly do: 'start' | 'stop' | 'remove' };

type Handler = (session: IdeSession, run: RunFacts) => Step | undefined;

const noRun: RunFacts = { phase: 'idle', stopRequested: false };

/** One handler a state. Handlers read what is true now, never what happened, so each may be repeated. */
const handlers: Readonly<Record<SessionState, Handler>> = {
  '': (session) => {
    if (session.metadata.deletionTimestamp !== undefined) return { do: 'remove' };
    return session.spec.desiredState === 'Running' ? store({ state: 'Starting' }) : undefined;
  },

  Starting: (session, run) => {
    if (hasNewProcess(session, run)) {
      return store({ state: isUnwanted(session) ? 'Stopping' : 'Running', ...processStatus(run) });
    }
    if (isUnwanted(session)) return finished(run) ?? store({ state: 'Stopping' });
    if (run.phase === 'idle') return { do: 'start' };
    return finished(run);
  },

  Running: (session, run) => {
    if (hasNewProcess(session, run)) return store(processStatus(run));
    return finished(run) ?? (isUnwanted(session) ? store({ state: 'Stopping' }) : undefined);
  },

  Stopping: (session, run) => {
    if (hasNewProcess(session, run)) return store(processStatus(run));
    // What fails while it is being stopped has done what was wanted of it.
    if (run.phase === 'idle') return store({ state: 'Stopped' });
    if (run.phase === 'failed') return store({ state: 'Stopped', ...finishStatus(run.endedAt) });
    return finished(run) ?? (run.stopRequested ? undefined : { do: 'stop' });
  },

  Stopped: removed,
  Failed: removed,
};

/** The next step for a session, or nothing if all is as it should be. */
export function nextStep(session: IdeSession, run: RunFacts = noRun): Step | undefined {
  return handlers[session.status.state](session, run);
}

function store(status: Partial<SessionStatus>): Step {
  return { do: 'store', status };
}

function removed(session: IdeSession): Step | undefined {
  return session.metadata.deletionTimestamp === undefined ? undefined : { do: 'remove' };
}

function isUnwanted(session: IdeSession): boolean {
  return (
    session.spec.desiredState === 'Stopped' || session.metadata.deletionTimestamp !== undefined
  );
}

function hasNewProcess(session: IdeSession, run: RunFacts): boolean {
  const { process } = run;
  return process !== undefined && process.startupTimestamp !== session.status.startupTimestamp;
}

function processStatus(run: RunFacts): Partial<SessionStatus> {
  if (run.process === undefined) return {};
  const { pid, startupTimestamp } = run.process;
  return { startupTimestamp, pid };
}

function finishStatus(endedAt: Date): Partial<SessionStatus> {
  return { finishTimestamp: toTimestamp(endedAt) };
}

function finished(run: RunFacts): Step | undefined {
  if (run.phase === 'ended') {
    const exit = run.exitCode === undefined ? {} : { exitCode: run.exitCode };
    return store({ state: 'Stopped', ...finishStatus(run.endedAt), ...exit });
  }
  if (run.phase === 'failed') {
    const { code, message } = run.error;
    return store({ state: 'Failed', reason: code, message, ...finishStatus(run.endedAt) });
  }
  return undefined;
}
