import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchCheck } from '../launch/launchPlan.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { History } from './history/history.ts';
import type { Watches } from './watch/watches.ts';

/** Dependencies of the API. */
export interface ApiOptions {
  readonly sessions: Sessions;
  readonly launchTypes: LaunchTypes;
  /** Rejects launches that are known to fail. */
  readonly checkLaunch: LaunchCheck;
  readonly clock: Clock;
  readonly log: Log;
  /** The maximum size of a request body, in bytes. */
  readonly bodyLimit: number;
  /** Returns the metrics of the host in the text format of Prometheus. */
  readonly metrics: () => string;
  /** Whether the host is closing: sessions can be read, but not changed any more. */
  readonly isClosing: () => boolean;
}

/** Dependencies of the verbs. */
export interface ApiContext extends ApiOptions {
  readonly history: History;
  readonly watches: Watches;
}

/** Handles requests whose path has no parameters. What it throws is answered. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
