const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Longer lines are returned in pieces, to bound memory. In bytes. */
const longestLine = 1024 * 1024;

const nothing = new Uint8Array();

/** Splits a byte stream into whole lines of UTF-8. Line ends and blank lines are kept. */
export class WholeLines {
  #rest: Uint8Array[] = [];
  #restLength = 0;

  /** Whether the last line is incomplete. */
  get isWithinLine(): boolean {
    return this.#restLength > 0;
  }

  /** Returns the lines that `chunk` completes, in pieces. Only lines that span chunks are copied. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      this.#keep(chunk);
      return this.#restLength > longestLine ? [this.#takePiece()] : [];
    }
    const pieces: Uint8Array[] = [];
    const endOfBegun = this.#restLength > 0 ? chunk.indexOf(lineFeed) + 1 : 0;
    if (endOfBegun > 0) pieces.push(this.#take(chunk.subarray(0, endOfBegun)));
    if (end > endOfBegun) pieces.push(chunk.subarray(endOfBegun, end));
    this.#keep(chunk.subarray(end));
    return pieces;
  }

  /** Returns the bytes after the last whole line. */
  flush(): Uint8Array {
    return this.#take(nothing);
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    // A copy, so that a short rest doesn't keep a large read buffer alive.
    this.#rest.push(new Uint8Array(bytes));
    this.#restLength += bytes.length;
  }

  #take(last: Uint8Array): Uint8Array {
    const all = this.#rest.length === 0 ? last : Buffer.concat([...this.#rest, last]);
    this.#rest = [];
    this.#restLength = 0;
    return all;
  }

  #takePiece(): Uint8Array {
    const all = this.#take(nothing);
    const end = findEndOfPiece(all);
    this.#keep(all.subarray(end));
    return all.subarray(0, end);
  }
}

/** Decodes UTF-8. */
export function toText({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('utf8');
}

/**
 * Returns where to divide an overlong line: between characters, and before the last one, since a rest
 * that consists of the line end only would be read as an empty line.
 */
export function findEndOfPiece(bytes: Uint8Array): number {
  let end = findEndOfLastCharacter(bytes);
  while (end > 0 && bytes[end - 1] === carriageReturn) end--;
  const last = findEndOfLastCharacter(bytes.subarray(0, end - 1));
  return last > 0 ? last : bytes.length;
}

/** Returns the end of the last complete character (RFC 3629, section 3). */
export function findEndOfLastCharacter(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  const earliest = Math.max(0, bytes.length - 4);
  while (start > earliest && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + length > bytes.length ? start : bytes.length;
}
