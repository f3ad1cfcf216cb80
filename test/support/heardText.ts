/** Text that arrives in pieces, and tests that wait for a part of it. */
export class HeardText {
  #text = '';
  readonly #waiting = new Set<() => void>();

  get text(): string {
    return this.#text;
  }

  append(chunk: Uint8Array): void {
    this.#text += Buffer.from(chunk).toString('utf8');
    for (const check of this.#waiting) check();
  }

  /**
   * Resolves once the text includes a part. It has no deadline, since a busy machine may take any time:
   * the test has one. Rejects if what writes the text ends before.
   */
  waitFor(part: string, end: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!this.#text.includes(part)) return;
        this.#waiting.delete(check);
        resolve();
      };
      const fail = (): void => reject(new Error(`It ended without “${part}”: ${this.#text}`));
      this.#waiting.add(check);
      check();
      end.then(fail, fail);
    });
  }
}
