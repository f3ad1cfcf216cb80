import type { SessionState } from '../protocol/ideSession.ts';

/** The allowed transitions. A state may always be kept. */
const transitions: Readonly<Record<SessionState, readonly SessionState[]>> = {
  '': ['Starting'],
  Starting: ['Running', 'Stopping', 'Stopped', 'Failed'],
  Running: ['Stopping', 'Stopped', 'Failed'],
  Stopping: ['Stopped', 'Failed'],
  Stopped: [],
  Failed: [],
};

/** Whether the state is final. */
export function isTerminal(state: SessionState): boolean {
  return transitions[state].length === 0;
}

/** Whether the transition is allowed. */
export function isLegal(from: SessionState, to: SessionState): boolean {
  return from === to || transitions[from].includes(to);
}
