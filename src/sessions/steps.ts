import type { HumanError } from '../common/humanError.ts';
import {
  type IdeSession,
  isRunElsewhere,
  type SessionState,
  type SessionStatus,
  toTimestamp,
} from '../protocol/ideSession.ts';

/** The current or last process of a run. */
interface ProcessFact {
  readonly pid: number | undefined;
  /** Unique among the processes of the session. */
  readonly startupTimestamp: string;
}

/** The facts of a session's run, as reported by the runner. */
export type RunFacts = {
  readonly stopRequested: boolean;
  /** The last process, if there was one. */
  readonly process?: ProcessFact;
} & (
  | { readonly phase: 'idle' | 'starting' | 'running' }
  | { readonly phase: 'ended'; readonly endedAt: Date; readonly exitCode: number | undefined }
  | { readonly phase: 'failed'; readonly endedAt: Date; readonly error: HumanError }
);

/** The next step for a session: store a status, or perform an action. */
export type Step =
  | { readonly do: 'store'; readonly status: Partial<SessionStatus> }
  | { readonly do: 'start' | 'stop' | 'remove' };

type Handler = (session: IdeSession, run: RunFacts) => Step | undefined;

const noRun: RunFacts = { phase: 'idle', stopRequested: false };

/** One handler for each state. Handlers read the current facts, never events, so each can be repeated. */
const handlers: Readonly<Record<SessionState, Handler>> = {
  '': (session) => {
    if (session.metadata.deletionTimestamp !== undefined) return removed(session);
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
    // A failure while stopping counts as stopped.
    if (run.phase === 'idle') return store({ state: 'Stopped' });
    if (run.phase === 'failed') return store({ state: 'Stopped', ...finishStatus(run.endedAt) });
    return finished(run) ?? (run.stopRequested ? undefined : { do: 'stop' });
  },

  Stopped: removed,
  Failed: removed,
};

/** Returns the next step for a session; `undefined` if it is in its desired state. */
export function nextStep(session: IdeSession, run: RunFacts = noRun): Step | undefined {
  if (isRunElsewhere(session)) return removed(session);
  return handlers[session.status.state](session, run);
}

function store(status: Partial<SessionStatus>): Step {
  return { do: 'store', status };
}

function removed(session: IdeSession): Step | undefined {
  const { deletionTimestamp, finalizers = [] } = session.metadata;
  const isRemovable = deletionTimestamp !== undefined && finalizers.length === 0;
  return isRemovable ? { do: 'remove' } : undefined;
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
