const lineFeed = 0x0a;

/** The longest line, in bytes. An object is smaller on any API server. */
const longestLine = 16 * 1024 * 1024;

/** Splits a byte stream into lines, without blank ones. */
export class JsonLines {
  #rest: Buffer[] = [];
  #restLength = 0;

  /** Returns the lines that `chunk` completes. Throws if a line is longer than 16 MiB. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end === -1) break;
      const line = this.#take(chunk.subarray(start, end)).toString('utf8');
      if (line.trim() !== '') lines.push(line);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  #take(last: Buffer): Buffer {
    if (this.#rest.length === 0) return last;
    const all = Buffer.concat([...this.#rest, last]);
    this.#rest = [];
    this.#restLength = 0;
    return all;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#rest.push(bytes);
    this.#restLength += bytes.length;
    if (this.#restLength > longestLine)
      throw new Error('a line of the watch is longer than 16 MiB');
  }
}
