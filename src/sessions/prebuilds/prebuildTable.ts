/** The states of a preparation. `Claimed` and `Discarded` are final: what was prepared belongs to its claimer, or is released. */
export type PrebuildState = 'Preparing' | 'Ready' | 'Claimed' | 'Discarded';

/** The allowed transitions. */
const transitions: Readonly<Record<PrebuildState, readonly PrebuildState[]>> = {
  Preparing: ['Ready', 'Discarded'],
  Ready: ['Claimed', 'Discarded'],
  Claimed: [],
  Discarded: [],
};

/** Whether a preparation may change from one state to another. */
export function isAllowed(from: PrebuildState, to: PrebuildState): boolean {
  return transitions[from].includes(to);
}
