import type { Clock } from './clock.ts';
import type { Notification } from './notification.ts';
import type { Secrets } from './secrets.ts';
import { Session } from './session.ts';
import { SessionRules } from './sessionRules.ts';

interface Entry {
  session: Session;
  rules: SessionRules;
  /** Whether this controller knows that it requested the session. */
  isClaimed: boolean;
  isReported: boolean;
}

/** The outcome of a request to start a session. */
export type StartOutcome =
  | { kind: 'created'; id: string }
  | { kind: 'refused' }
  /** The response was not read, so there may be a session with an unknown id. */
  | { kind: 'abandoned' };

/**
 * All sessions that the controller received notifications for, including those whose PUT is
 * pending.
 */
export class SessionLedger {
  private readonly entries = new Map<string, Entry>();
  private readonly clock: Clock;
  private readonly secrets: Secrets;
  private readonly report: (violation: string) => void;
  private openStarts = 0;
  private abandonedStarts = 0;

  constructor(clock: Clock, secrets: Secrets, report: (violation: string) => void) {
    this.clock = clock;
    this.secrets = secrets;
    this.report = report;
  }

  /** Processes a notification, whether or not its session's PUT is still pending. */
  hear(notification: Notification): void {
    const { session, rules, isClaimed } = this.entry(notification.session_id);
    for (const fault of rules.check(notification)) {
      this.report(`Session ${session.id}: ${fault}.`);
    }
    session.accept(notification);
    if (!isClaimed) {
      this.reportStrangers();
    }
  }

  /** Records the request for a session; the returned function takes the outcome. */
  startRequested(): (outcome: StartOutcome) => void {
    this.openStarts += 1;
    return (outcome) => {
      this.openStarts -= 1;
      if (outcome.kind === 'created') {
        if (this.entries.get(outcome.id)?.isClaimed === true) {
          this.report(`Session ${outcome.id}: its id was given out twice.`);
        }
        this.claim(outcome.id);
      } else if (outcome.kind === 'abandoned') {
        this.abandonedStarts += 1;
      }
      this.reportStrangers();
    };
  }

  /** The session with that id, which belongs to this controller from now on. */
  claim(id: string): Session {
    const entry = this.entry(id);
    entry.isClaimed = true;
    return entry.session;
  }

  /** The session with that id, if it was ever requested or notified. */
  find(id: string): Session | undefined {
    return this.entries.get(id)?.session;
  }

  /** The session with that id, whose owner is not known yet. */
  follow(id: string): Session {
    return this.entry(id).session;
  }

  private entry(id: string): Entry {
    const known = this.entries.get(id);
    if (known !== undefined) {
      return known;
    }
    const session = new Session(id, this.clock, this.secrets);
    const entry = { session, rules: new SessionRules(), isClaimed: false, isReported: false };
    this.entries.set(id, entry);
    return entry;
  }

  /** Reports sessions that belong to no request; a pending request may account for any. */
  private reportStrangers(): void {
    if (this.openStarts > 0) {
      return;
    }
    const unclaimed = [...this.entries.values()].filter(({ isClaimed }) => !isClaimed);
    for (const entry of unclaimed.slice(this.abandonedStarts)) {
      if (!entry.isReported) {
        entry.isReported = true;
        this.report(
          `Session ${entry.session.id}: it is not this controller's, yet it was told of it.`,
        );
      }
    }
  }
}
