import type { ServerResponse } from 'node:http';
import { setImmediate as immediate } from 'node:timers/promises';

/** Follows answers that have effects only if their callers were still there to take them. */
export class TakenAnswers {
  readonly #underWay = new Set<Promise<void>>();

  /** Has the effect once the answer is out, told whether it was taken. */
  follow(response: ServerResponse, effect: (taken: boolean) => void): void {
    const followed = wasTaken(response).then(effect);
    this.#underWay.add(followed);
    void followed.finally(() => this.#underWay.delete(followed));
  }

  /** Resolves when every answer that is under way has had its effect. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

/**
 * Resolves, once the answer is out, to whether its caller was still there to take it.
 * One that had hung up shows that in what is still to be read from its socket.
 */
async function wasTaken(response: ServerResponse): Promise<boolean> {
  const { socket } = response.req;
  await new Promise((resolve) => response.once('close', resolve));
  // From one immediate to the next, sockets are read.
  await immediate();
  await immediate();
  return response.writableFinished && socket.errored === null && !socket.readableEnded;
}
