import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Sends responses whose effects depend on whether the caller was still connected. */
export class TakenAnswers {
  readonly #underWay = new Set<Promise<void>>();

  /**
   * Sends a response unless the caller has disconnected, and then calls `effect` with whether it was sent.
   * `answer` must not throw.
   */
  give(response: ServerResponse, answer: () => void, effect: (taken: boolean) => void): void {
    const given = isTaken(response, answer).then(effect);
    this.#underWay.add(given);
    void given.finally(() => this.#underWay.delete(given));
  }

  /** Resolves when all pending responses have taken effect. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

/**
 * Sends a response and resolves to whether the caller was connected before. A caller that disconnects
 * after it counts as having received it, since clients may close connections at any time.
 */
async function isTaken(response: ServerResponse, answer: () => void): Promise<boolean> {
  const { socket } = response.req;
  await untilSocketsAreRead();
  if (hasGone(socket)) return false;
  const closed = new Promise((resolve) => response.once('close', resolve));
  answer();
  await closed;
  return response.writableFinished && socket.errored === null;
}

/** Node detects a closed connection when it polls sockets, which happens between two immediates. */
function untilSocketsAreRead(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

function hasGone(socket: Socket): boolean {
  return socket.destroyed || socket.readableEnded;
}
