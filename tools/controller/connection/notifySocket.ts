import type { IncomingMessage } from 'node:http';

import type { RawData, WebSocket } from 'ws';

import type { Clock, ControllerTimes } from '../clock.ts';
import { deferred, type Deferred } from '../deferred.ts';
import { Heartbeat } from './heartbeat.ts';

/** The callbacks of a WebSocket's owner. */
export interface NotifySocketOwner {
  opened: () => void;
  /** A message; returns whether the connection may continue. */
  message: (text: string) => 'keep' | 'drop';
  /** The upgrade had another response; resolves once it was read. */
  refused: (response: IncomingMessage) => Promise<void>;
  silent: () => void;
  violation: (text: string) => void;
  /** Called once, after the last message of this WebSocket. */
  ended: (reason: string) => void;
}

const normalClosure = 1000;
const closedWithoutClose = 1006;

// With the default binary type, ws hands every message over as one Buffer.
function getText(data: RawData): string {
  return (data as Buffer).toString('utf8');
}

/** One WebSocket from its opening to its end. */
export class NotifySocket {
  private readonly webSocket: WebSocket;
  private readonly owner: NotifySocketOwner;
  private readonly clock: Clock;
  private readonly times: ControllerTimes;
  private readonly closed = deferred<void>();
  private roundTrips: Deferred<void>[] = [];
  private heartbeat: Heartbeat | undefined;
  private isOver = false;
  private failure: string | undefined;

  constructor(
    webSocket: WebSocket,
    owner: NotifySocketOwner,
    clock: Clock,
    times: ControllerTimes,
  ) {
    this.webSocket = webSocket;
    this.owner = owner;
    this.clock = clock;
    this.times = times;
    webSocket.on('open', () => this.opened());
    webSocket.on('message', (data, isBinary) => this.received(data, isBinary));
    webSocket.on('pong', (data) => this.ponged(data.toString()));
    webSocket.on('unexpected-response', (_request, response) => void this.refused(response));
    webSocket.on('error', (error) => this.failed(error));
    webSocket.on('close', (code) => this.hasClosed(code));
  }

  /** Sends a Close and waits for the reply, at most for the closing timeout. */
  async close(): Promise<void> {
    this.over('closed by the controller');
    this.webSocket.resume();
    this.webSocket.close(normalClosure);
    const cancel = this.clock.after(this.times.closeLimit, () => this.webSocket.terminate());
    await this.closed.promise;
    cancel();
  }

  /** Ends the connection without a Close. */
  destroy(): void {
    this.over('destroyed by the controller');
    this.webSocket.terminate();
  }

  /** Pauses or resumes reading from the socket; a stalled socket has no heartbeat. */
  stall(isStalled: boolean): void {
    this.heartbeat?.stop();
    if (isStalled) {
      this.webSocket.pause();
    } else {
      this.webSocket.resume();
      this.startHeartbeat();
    }
  }

  /** Resolves when everything that the endpoint sent before answering this ping has been read. */
  roundTrip(): Promise<void> {
    const trip = deferred<void>();
    this.roundTrips.push(trip);
    this.webSocket.ping(`round trip ${this.roundTrips.length}`);
    return trip.promise;
  }

  private opened(): void {
    this.startHeartbeat();
    this.owner.opened();
  }

  private startHeartbeat(): void {
    const silent = (): void => {
      this.owner.silent();
      this.drop('silent for too long');
    };
    this.heartbeat = new Heartbeat(this.clock, this.times, () => this.webSocket.ping(), silent);
  }

  private received(data: RawData, isBinary: boolean): void {
    if (this.isOver) {
      return;
    }
    this.heartbeat?.alive();
    if (isBinary) {
      this.owner.violation('A WebSocket message is binary; the real client overlooks it.');
    } else if (this.owner.message(getText(data)) === 'drop') {
      this.drop('a message that the real client cannot read');
    }
  }

  private ponged(text: string): void {
    this.heartbeat?.alive();
    const trip = Number(/^round trip (\d+)$/.exec(text)?.[1] ?? 0);
    this.roundTrips.slice(0, trip).forEach(({ resolve }) => resolve());
  }

  private async refused(response: IncomingMessage): Promise<void> {
    this.failure = `the upgrade was answered with status ${response.statusCode ?? 0}`;
    await this.owner.refused(response);
    this.webSocket.terminate();
  }

  private failed(error: Error & { code?: string }): void {
    this.failure ??= error.message;
    if (error.code?.startsWith('WS_ERR') === true && !this.isOver) {
      this.owner.violation(`The WebSocket carried an invalid frame: ${error.message}.`);
      this.over(error.message);
    }
  }

  private hasClosed(code: number): void {
    if (!this.isOver && this.heartbeat !== undefined && code === closedWithoutClose) {
      this.owner.violation('The endpoint ended the WebSocket without a Close.');
    }
    this.over(this.failure ?? `closed with code ${code}`);
    this.closed.resolve();
  }

  private drop(reason: string): void {
    this.over(reason);
    void this.close();
  }

  private over(reason: string): void {
    this.heartbeat?.stop();
    if (!this.isOver) {
      this.isOver = true;
      const lost = new Error(`The notification connection ended: ${reason}.`);
      this.roundTrips.forEach(({ reject }) => reject(lost));
      this.owner.ended(reason);
    }
  }
}
