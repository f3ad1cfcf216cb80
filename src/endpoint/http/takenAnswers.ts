import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Deferred, deferred } from '../../common/deferred.ts';

/** Sends responses whose effects depend on whether the caller was still connected. */
export class TakenAnswers {
  #underWay = 0;
  #settled: Deferred<void> | undefined;

  /**
   * Sends a response unless the caller has disconnected, and then calls `effect` with whether it was sent. A
   * caller that disconnects after it counts as having received it, since clients may close connections at any
   * time. `answer` and `effect` must not throw.
   */
  give(response: ServerResponse, answer: () => void, effect: (taken: boolean) => void): void {
    const { socket } = response.req;
    this.#underWay++;
    const settle = (taken: boolean): void => {
      effect(taken);
      this.#underWay--;
      if (this.#underWay > 0) return;
      this.#settled?.resolve();
      this.#settled = undefined;
    };
    afterSocketsAreRead(() => {
      if (hasGone(socket)) return settle(false);
      // A promise, since the event occurs in the asynchronous context of the socket.
      const closed = new Promise((resolve) => response.once('close', resolve));
      void closed.then(() => settle(response.writableFinished && socket.errored === null));
      answer();
    });
  }

  /** Resolves when all pending responses have taken effect. */
  async settled(): Promise<void> {
    if (this.#underWay > 0) await (this.#settled ??= deferred()).promise;
  }
}

/** Node detects a closed connection when it polls sockets, which happens between two immediates. */
function afterSocketsAreRead(act: () => void): void {
  setImmediate(() => setImmediate(act));
}

function hasGone(socket: Socket): boolean {
  return socket.destroyed || socket.readableEnded;
}
