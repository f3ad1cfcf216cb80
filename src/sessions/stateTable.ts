import type { SessionState } from '../protocol/ideSession.ts';

/** The states that each state may be followed by; staying is always allowed. */
const transitions: Readonly<Record<SessionState, readonly SessionState[]>> = {
  '': ['Starting'],
  Starting: ['Running', 'Stopping', 'Stopped', 'Failed'],
  Running: ['Stopping', 'Stopped', 'Failed'],
  Stopping: ['Stopped', 'Failed'],
  Stopped: [],
  Failed: [],
};

/** Whether nothing can happen any more in this state. */
export function isTerminal(state: SessionState): boolean {
  return transitions[state].length === 0;
}

/** Whether a session may go from one state to the other. */
export function isLegal(from: SessionState, to: SessionState): boolean {
  return from === to || transitions[from].includes(to);
}
