import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import type { ProgramOptions } from './program/program.ts';

/** What the host provides to each launch. */
export interface LaunchHost {
  readonly clock: Clock;
  readonly log: Log;
  readonly launchContext: LaunchContext;
  readonly programOptions: ProgramOptions;
}
