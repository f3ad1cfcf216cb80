import { group } from './kind.ts';

/** The annotation whose change restarts a session's program. `kubectl rollout restart` has one like it. */
export const restartedAt = `${group}/restartedAt`;
