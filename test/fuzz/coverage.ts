import { type Profiler, Session } from 'node:inspector';
import type { Disposable } from '../../src/common/disposable.ts';

/** Knows which places of the program have been reached, as V8 counts them block by block. */
export class Coverage implements Disposable {
  readonly #session = new Session();
  readonly #covers: (url: string) => boolean;
  /** For each function, by its place: which of its characters were reached. */
  readonly #reached = new Map<string, Uint8Array>();
  #fresh: { readonly key: string; readonly now: Uint8Array }[] = [];

  /** `covers` says by a script's URL whether it counts. */
  constructor(covers: (url: string) => boolean) {
    this.#covers = covers;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Whether anything was reached since the last call of this that no call of `keep` knows. */
  takeNew(): boolean {
    this.#fresh = [];
    // The answer comes within the call.
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error !== null) throw new Error('V8 gives no coverage.', { cause: error });
      for (const { functions, scriptId, url } of answer.result) {
        if (!this.#covers(url)) continue;
        for (const { ranges } of functions) this.#note(scriptId, ranges);
      }
    });
    return this.#fresh.length > 0;
  }

  /** What was new at the last look isn't any more. */
  keep(): void {
    for (const { key, now } of this.#fresh) {
      const before = this.#reached.get(key);
      this.#reached.set(
        key,
        before === undefined ? now : now.map((one, at) => one | (before[at] ?? 0)),
      );
    }
    this.#fresh = [];
  }

  dispose(): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  /** The first range is the function; those within tell of blocks that were reached otherwise than what is around them. */
  #note(scriptId: string, ranges: readonly Profiler.CoverageRange[]): void {
    const [whole] = ranges;
    if (whole === undefined || whole.count === 0) return;
    const { startOffset: start, endOffset: end } = whole;
    const now = new Uint8Array(end - start);
    for (const { count, endOffset, startOffset } of ranges) {
      now.fill(Number(count > 0), startOffset - start, endOffset - start);
    }
    const key = `${scriptId}:${start}:${end}`;
    const before = this.#reached.get(key);
    if (now.some((one, at) => one > (before?.[at] ?? 0))) this.#fresh.push({ key, now });
  }
}
