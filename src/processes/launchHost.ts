import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import type {
  passedFailures,
  passedForms,
  PassedMethod,
  passedWays,
} from '../launch/passedMessages.ts';
import type { ProgramOptions } from './program/program.ts';

/** A message that a debug relay passes on. */
interface Relayed {
  /** Where the relay is, as seen from the debugger: before the debug proxy or behind it. */
  readonly relay: 'before' | 'behind';
  readonly from: 'debugger' | 'browser';
  readonly method: string;
}

/** A message about pages, breakpoints or exceptions that has reached a debug relay or left it, without its values. */
export interface PassedMessage {
  readonly way: (typeof passedWays)[number];
  readonly form: (typeof passedForms)[number];
  /** An answer has that of its command. */
  readonly method: PassedMethod;
  /** Whether promises had no chance since the last message that reached the relay. */
  readonly isJoined?: boolean;
  /** The page or worker; absent for the browser itself. */
  readonly target?: string | undefined;
  /** The id of a command of the debugger. */
  readonly command?: number;
  /** The number of a command of the relay. */
  readonly own?: number;
  /** The target that is attached or detached, and its type. */
  readonly opened?: string;
  readonly type?: string;
  readonly breakpoint?: string;
  /** At which exceptions the page stops. */
  readonly state?: string;
  readonly failure?: (typeof passedFailures)[number];
}

/** What is told of the debug relays of a launch. */
export interface RelayObserver {
  /** Called with the method of each message that they pass on. */
  readonly onRelayed: (relayed: Relayed) => void;
  /** Called with what the relay before the debug proxy gets and sends. */
  readonly onPassed: (message: PassedMessage) => void;
}

/** What the host provides to each launch. */
export interface LaunchHost extends Partial<RelayObserver> {
  readonly clock: Clock;
  readonly log: Log;
  readonly launchContext: LaunchContext;
  readonly programOptions: ProgramOptions;
}
