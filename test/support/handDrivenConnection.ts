import type { Disposable } from '../../src/common/disposable.ts';
import { toDisposable } from '../../src/common/disposable.ts';
import type { Connection } from '../../src/endpoint/delivery/connection.ts';
import type { Notification } from '../../src/protocol/notifications.ts';
import type { ProtocolVersion } from '../../src/protocol/versions.ts';

/** A connection that passes on what it was given when a test says so. */
export class HandDrivenConnection implements Connection {
  readonly version: ProtocolVersion;
  /** All that was handed over, in order. */
  readonly sent: string[] = [];
  /** Whether each message counts as passed on as soon as it is handed over. */
  isFluent: boolean;
  /** How the other side closed it, if it did. */
  closedWith: { readonly code: number; readonly reason: string } | undefined;
  readonly #pending: ((error?: Error) => void)[] = [];
  readonly #endListeners = new Set<() => void>();

  constructor({
    version = '2025-10-01',
    isFluent = true,
  }: { version?: ProtocolVersion; isFluent?: boolean } = {}) {
    this.version = version;
    this.isFluent = isFluent;
  }

  send(text: string, done: (error?: Error | null) => void): void {
    this.sent.push(text);
    if (this.isFluent) setImmediate(done);
    else this.#pending.push(done);
  }

  close(code: number, reason: string): void {
    this.closedWith = { code, reason };
  }

  onEnd(listener: () => void): Disposable {
    this.#endListeners.add(listener);
    return toDisposable(() => this.#endListeners.delete(listener));
  }

  /** Passes on the next messages that wait for it. */
  passOn(count: number): void {
    for (const done of this.#pending.splice(0, count)) done();
  }

  /** Ends as a broken connection does: the end is told, and what was not passed on has failed. */
  break(): void {
    for (const done of this.#pending.splice(0)) done(new Error('The connection broke.'));
    for (const listener of this.#endListeners) listener();
  }

  get notifications(): readonly Notification[] {
    return this.sent.map((text) => JSON.parse(text) as Notification);
  }

  /** The program output that was handed over. */
  get output(): string {
    return this.notifications
      .map((one) => (one.notification_type === 'serviceLogs' ? one.log_message : ''))
      .join('');
  }
}
