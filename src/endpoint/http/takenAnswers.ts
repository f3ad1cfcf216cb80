import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Gives answers that have effects only if their callers were still there to take them. */
export class TakenAnswers {
  readonly #underWay = new Set<Promise<void>>();

  /**
   * Answers, unless the caller has hung up, and has the effect once the answer is out, told whether it
   * was taken. The answer must not throw.
   */
  give(response: ServerResponse, answer: () => void, effect: (taken: boolean) => void): void {
    const given = isTaken(response, answer).then(effect);
    this.#underWay.add(given);
    void given.finally(() => this.#underWay.delete(given));
  }

  /** Resolves when every answer that is under way has had its effect. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

/**
 * Who hangs up before the answer doesn't take it. Who does so afterwards has taken it, for all that can
 * be known: many a client closes a connection that it has no more use for.
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

/** Node notices a hang-up only when it polls the sockets, which it does between two immediates, not before the first. */
function untilSocketsAreRead(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

function hasGone(socket: Socket): boolean {
  return socket.destroyed || socket.readableEnded;
}
