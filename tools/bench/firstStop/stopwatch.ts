/** Measures one round, in total and by phase, in milliseconds. */
export class Stopwatch {
  readonly #begun = performance.now();
  readonly phases: Record<string, number> = {};

  async measure<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      this.phases[phase] = performance.now() - begun;
    }
  }

  total(): number {
    return performance.now() - this.#begun;
  }
}
