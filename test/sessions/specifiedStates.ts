import type { SessionState } from '../../src/protocol/ideSession.ts';

export const states: readonly SessionState[] = [
  '',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Failed',
];

/**
 * The state table of PROTOCOL.md: `""` → `Starting` → `Running` → `Stopping` → `Stopped`;
 * `Starting` and `Running` may go straight to `Stopped`, `Starting` also to `Stopping`; any but
 * `""` and the terminal ones may go to `Failed`; staying in a state is allowed.
 */
export const legalChanges: ReadonlySet<string> = new Set([
  ...states.map((state) => `${state}→${state}`),
  '→Starting',
  'Starting→Running',
  'Running→Stopping',
  'Stopping→Stopped',
  'Starting→Stopped',
  'Running→Stopped',
  'Starting→Stopping',
  'Starting→Failed',
  'Running→Failed',
  'Stopping→Failed',
]);
