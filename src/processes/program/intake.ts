import type { Readable } from 'node:stream';

/** How much is read in one turn of the event loop from a pipe that is alone, in bytes: a few milliseconds' work. */
const bytesAlone = 512 * 1024;
/** How much a pipe gives at once, at most; a turn takes no more where several wait, so that few programs are woken at once. */
const bytesPerRead = 64 * 1024;

/** Reads pipes in turns, so that many programs that write a lot don't hold up the event loop together. */
export class Intake {
  readonly #waiting = new Set<Readable>();
  #left = bytesAlone;
  #isTurnComing = false;

  /** Hands on what comes through a pipe; nothing more comes before a promise that `take` gives resolves. */
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
