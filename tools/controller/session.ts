import { EOL } from 'node:os';

import type { Clock } from './clock.ts';
import { deferred, type Deferred } from './deferred.ts';
import {
  describeNotification,
  type Notification,
  type SessionMessage,
  type SessionTerminated,
} from './notification.ts';
import type { Secrets } from './secrets.ts';

/** How a session ended; without an exit code if it is unknown. */
export interface Termination {
  exitCode?: number;
}

interface Waiter {
  predicate: (session: Session) => boolean;
  wait: Deferred<void>;
}

const defaultWaitMs = 120_000;
const excerptCount = 20;
const excerptLength = 200;

function terminationFrom({ exit_code }: SessionTerminated): Termination {
  const isKnown = exit_code !== undefined && exit_code >= -(2 ** 31) && exit_code < 2 ** 32;
  return isKnown ? { exitCode: exit_code } : {};
}

/** A session as its controller sees it. */
export class Session {
  readonly id: string;
  readonly notifications: Notification[] = [];
  readonly pids: number[] = [];
  readonly messages: SessionMessage[] = [];
  /** The program's output, as the real client logs it: with a line end after each message. */
  stdout = '';
  stderr = '';
  /** How many times a process started, including the first. */
  starts = 0;
  /** The end, once it was received. */
  termination: Termination | undefined;
  /** The id of the first process, if reported; rejected if the session ends without one. */
  readonly started: Promise<number | undefined>;
  readonly terminated: Promise<Termination>;
  private readonly start = deferred<number | undefined>();
  private readonly end = deferred<Termination>();
  private readonly clock: Clock;
  private readonly secrets: Secrets;
  private waiters: Waiter[] = [];

  constructor(id: string, clock: Clock, secrets: Secrets) {
    this.id = id;
    this.clock = clock;
    this.secrets = secrets;
    this.started = this.start.promise;
    this.terminated = this.end.promise;
  }

  /** Processes a notification; only the controller calls this. */
  accept(notification: Notification): void {
    this.notifications.push(notification);
    switch (notification.notification_type) {
      case 'processRestarted':
        this.acceptProcess(notification.pid);
        break;
      case 'sessionTerminated':
        this.acceptEnd(terminationFrom(notification));
        break;
      case 'serviceLogs':
        this[notification.is_std_err ? 'stderr' : 'stdout'] += `${notification.log_message}${EOL}`;
        break;
      case 'sessionMessage':
        this.messages.push(notification);
        break;
    }
    this.wake();
  }

  /**
   * Resolves once `predicate` is true; rejects at the timeout, or when the session ended without
   * it.
   */
  waitFor(
    predicate: (session: Session) => boolean,
    timeoutMs: number = defaultWaitMs,
    what = 'what was waited for',
  ): Promise<void> {
    const wait = deferred<void>();
    const waiter = { predicate, wait };
    const fail = (reason: string): void => {
      wait.reject(new Error(`Session ${this.id}: ${what} ${reason}. ${this.heard()}`));
    };
    const cancel = this.clock.after(timeoutMs, () => fail(`did not come within ${timeoutMs} ms`));
    this.waiters.push(waiter);
    this.wake();
    void this.terminated.then(() => fail('did not come before the session ended'));
    return wait.promise.finally(() => {
      cancel();
      this.waiters = this.waiters.filter((other) => other !== waiter);
    });
  }

  /** The end, within the given time. */
  async terminatedWithin(timeoutMs: number = defaultWaitMs): Promise<Termination> {
    await this.waitFor(({ termination }) => termination !== undefined, timeoutMs, 'the end');
    return this.terminated;
  }

  /**
   * Resolves to the process id, if reported, at the `count`th restart; the start does not count.
   */
  async restarted(count = 1, timeoutMs: number = defaultWaitMs): Promise<number | undefined> {
    await this.waitFor(({ starts }) => starts > count, timeoutMs, `restart ${count}`);
    const processes = this.notifications.filter(
      ({ notification_type }) => notification_type === 'processRestarted',
    );
    const process = processes[count];
    return process?.notification_type === 'processRestarted' ? process.pid : undefined;
  }

  /** The notifications so far, with secrets concealed. */
  heard(): string {
    if (this.notifications.length === 0) {
      return 'Nothing was heard of it so far.';
    }
    const last = this.notifications
      .slice(-excerptCount)
      .map((one) => this.secrets.conceal(describeNotification(one)).slice(0, excerptLength));
    return [`Heard so far (${this.notifications.length}), the last of it:`, ...last].join('\n  ');
  }

  private acceptProcess(pid: number | undefined): void {
    this.starts += 1;
    if (pid !== undefined) {
      this.pids.push(pid);
    }
    this.start.resolve(pid);
  }

  private acceptEnd(termination: Termination): void {
    this.termination ??= termination;
    this.end.resolve(termination);
    this.start.reject(new Error(`Session ${this.id} ended without a start. ${this.heard()}`));
  }

  private wake(): void {
    for (const { predicate, wait } of this.waiters) {
      try {
        if (predicate(this)) {
          wait.resolve();
        }
      } catch (error) {
        wait.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }
}
