import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import type { ProgramOptions } from './program/program.ts';

/** A message that a debug relay passes on. */
export interface Relayed {
  /** Where the relay is, as seen from the debugger: before the debug proxy or behind it. */
  readonly relay: 'before' | 'behind';
  readonly from: 'debugger' | 'browser';
  readonly method: string;
}

/** What the host provides to each launch. */
export interface LaunchHost {
  readonly clock: Clock;
  readonly log: Log;
  readonly launchContext: LaunchContext;
  readonly programOptions: ProgramOptions;
  /** Called with the method of each message that a debug relay of the launch passes on. */
  readonly onRelayed?: (relayed: Relayed) => void;
}
