import type { WebSocket } from 'ws';

import { BackOff } from './backOff.ts';
import type { Clock, ControllerTimes } from '../clock.ts';
import { deferred } from '../deferred.ts';
import { NotifySocket, type NotifySocketOwner } from './notifySocket.ts';

/** The connection's callbacks into its controller. */
export type NotifyConnectionOwner = Pick<
  NotifySocketOwner,
  'message' | 'refused' | 'silent' | 'violation'
> & { dial: () => WebSocket };

/** The notification connection, which reconnects as long as it is wanted. */
export class NotifyConnection {
  /** How many times it was opened. */
  timesOpened = 0;
  private readonly owner: NotifyConnectionOwner;
  private readonly clock: Clock;
  private readonly times: ControllerTimes;
  private readonly backOff: BackOff;
  private socket: NotifySocket | undefined;
  private isWanted = false;
  private isOpen = false;
  private lastFailure = 'no answer yet';
  private cancelRetry: () => void = () => {};
  private opening = deferred<void>();

  constructor(owner: NotifyConnectionOwner, clock: Clock, times: ControllerTimes) {
    this.owner = owner;
    this.clock = clock;
    this.times = times;
    this.backOff = new BackOff(times);
  }

  get isConnected(): boolean {
    return this.isOpen;
  }

  /** Whether it is open, or will be as soon as the endpoint accepts it. */
  get isSought(): boolean {
    return this.isWanted;
  }

  /** Resolves once connected; attempts continue until then or until the timeout. */
  async connect(withinMs: number): Promise<void> {
    if (!this.isWanted) {
      this.isWanted = true;
      this.backOff.reset();
      this.attempt();
    }
    const cancel = this.clock.after(withinMs, () => {
      const { socket } = this;
      this.giveUp(`not connected within ${withinMs} ms`);
      socket?.destroy();
    });
    try {
      await this.opening.promise;
    } finally {
      cancel();
    }
  }

  /** Resolves at the next opening, or immediately while connected. */
  whenConnected(): Promise<void> {
    return this.opening.promise;
  }

  /** Sends a Close and doesn't reconnect. */
  async disconnect(): Promise<void> {
    const { socket } = this;
    this.giveUp('disconnected by the controller');
    await socket?.close();
  }

  /** Disconnects without a Close and doesn't reconnect. */
  vanish(): void {
    const { socket } = this;
    this.giveUp('the controller vanished');
    socket?.destroy();
  }

  /** Loses the connection as when a network fails, and reconnects by the usual rules. */
  interrupt(): void {
    this.socket?.destroy();
  }

  stall(isStalled: boolean): void {
    this.open().stall(isStalled);
  }

  roundTrip(): Promise<void> {
    return this.open().roundTrip();
  }

  private open(): NotifySocket {
    if (this.socket === undefined || !this.isOpen) {
      throw new Error(`There is no notification connection: ${this.lastFailure}.`);
    }
    return this.socket;
  }

  private attempt(): void {
    const { message, refused, silent, violation } = this.owner;
    this.socket = new NotifySocket(
      this.owner.dial(),
      {
        message,
        refused,
        silent,
        violation,
        opened: () => this.opened(),
        ended: (reason) => this.ended(reason),
      },
      this.clock,
      this.times,
    );
  }

  private opened(): void {
    this.isOpen = true;
    this.timesOpened += 1;
    this.backOff.reset();
    this.opening.resolve();
  }

  private ended(reason: string): void {
    this.lastFailure = reason;
    this.socket = undefined;
    if (this.isOpen) {
      this.isOpen = false;
      this.opening = deferred<void>();
    }
    if (this.isWanted) {
      this.cancelRetry = this.clock.after(this.backOff.next(), () => this.attempt());
    }
  }

  private giveUp(reason: string): void {
    this.isWanted = false;
    this.cancelRetry();
    this.opening.reject(new Error(`The notification connection: ${reason} (${this.lastFailure}).`));
    this.opening = deferred<void>();
  }
}
