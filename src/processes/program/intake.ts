import type { Readable } from 'node:stream';

/** How much is read from a single pipe in one turn of the event loop, in bytes. Takes a few milliseconds. */
const bytesAlone = 512 * 1024;
/** The size of one read, in bytes. With several pipes, one turn reads no more, so that few programs are woken at once. */
const bytesPerRead = 64 * 1024;

/** Reads pipes in turns, so that programs with a lot of output don't block the event loop. */
export class Intake {
  readonly #waiting = new Set<Readable>();
  #left = bytesAlone;
  #isTurnComing = false;

  /** Passes the data of a pipe to `take`. Reading is paused until a promise that it returns resolves. */
  read(pipe: Readable, take: (chunk: Buffer) => Promise<void> | void): void {
    pipe.on('data', (chunk: Buffer) => {
      this.#awaitTurn();
      if (this.#left <= 0) {
        pipe.pause();
        pipe.unshift(chunk);
        this.#waiting.add(pipe);
        return;
      }
      this.#left -= chunk.length;
      const taken = take(chunk);
      if (taken === undefined) return;
      pipe.pause();
      void taken.then(() => pipe.resume());
    });
    pipe.once('close', () => this.#waiting.delete(pipe));
  }

  #turn(): void {
    this.#isTurnComing = false;
    this.#left = this.#waiting.size > 1 ? bytesPerRead : bytesAlone;
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next);
    next.resume();
    if (this.#waiting.size > 0) this.#awaitTurn();
  }

  #awaitTurn(): void {
    if (this.#isTurnComing) return;
    this.#isTurnComing = true;
    setImmediate(() => this.#turn());
  }
}
