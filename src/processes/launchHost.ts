import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import type {
  passedConsoles,
  passedFailures,
  passedForms,
  PassedMethod,
  passedSteps,
  passedWays,
} from '../launch/passedMessages.ts';
import type { ProgramOptions } from './program/program.ts';
import type { PassedScript, PassedStop, StopAnswer } from './stopMessages.ts';

/** A message that a debug relay passes on. */
interface Relayed {
  /** Where the relay is, as seen from the debugger: before the debug proxy or behind it. */
  readonly relay: 'before' | 'behind';
  readonly from: 'debugger' | 'browser';
  readonly method: string;
}

/** A message about pages, breakpoints, exceptions, scripts or stops that has reached a debug relay or left it, without its values. */
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
  /** Why a command has failed: its location was taken, or something else. */
  readonly failure?: (typeof passedFailures)[number];
  /** Whether the breakpoint is in a source of C#. */
  readonly isCSharp?: boolean;
  /** The execution context that was created. */
  readonly context?: number;
  readonly loaded?: PassedScript;
  readonly stop?: PassedStop;
  /** How the page goes on. */
  readonly step?: (typeof passedSteps)[number];
  /** Whether a resume only makes the proxy forget its last stop. */
  readonly isForgetting?: boolean;
  /** The end of a load of an assembly, or a log message of a breakpoint. */
  readonly console?: (typeof passedConsoles)[number];
}

/** What is told of the debug relays of a launch. */
export interface RelayObserver {
  /** Called with the method of each message that they pass on. */
  readonly onRelayed: (relayed: Relayed) => void;
  /** Called with what the relay before the debug proxy gets and sends. */
  readonly onPassed: (message: PassedMessage) => void;
  /** Called with what that relay finds out to decide about stops. */
  readonly onAsked: (answer: StopAnswer) => void;
}

/** What the host provides to each launch. */
export interface LaunchHost extends Partial<RelayObserver> {
  readonly clock: Clock;
  readonly log: Log;
  readonly launchContext: LaunchContext;
  readonly programOptions: ProgramOptions;
}
