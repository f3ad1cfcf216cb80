const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A line longer than this is passed on in pieces, so that memory stays bounded. */
const longestLine = 1024 * 1024;

const nothing = new Uint8Array();

/** Turns a stream's bytes, cut anywhere, into whole lines of UTF-8, whose ends and blank lines stay as they are. */
export class WholeLines {
  #rest: Uint8Array[] = [];
  #restLength = 0;

  /** Whether the last line that has come lacks its end. */
  get isWithinLine(): boolean {
    return this.#restLength > 0;
  }

  /** Gives all lines that are complete now, in pieces; only what was cut is copied. */
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

  /** Gives what has come since the last whole line. */
  flush(): Uint8Array {
    return this.#take(nothing);
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    // A copy, so that a short rest doesn't hold on to the large buffer it was read into.
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
    const end = endOfPiece(all);
    this.#keep(all.subarray(end));
    return all.subarray(0, end);
  }
}

/** Bytes as the text that they are in UTF-8. */
export function toText({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('utf8');
}

/**
 * Where to divide an overlong line whose end may be next: between characters, with one left for the
 * rest, which would otherwise be a line end alone, and so an empty line to its reader.
 */
export function endOfPiece(bytes: Uint8Array): number {
  let end = endOfLastCharacter(bytes);
  while (end > 0 && bytes[end - 1] === carriageReturn) end--;
  const last = endOfLastCharacter(bytes.subarray(0, end - 1));
  return last > 0 ? last : bytes.length;
}

/** Where the last character that is whole ends (RFC 3629, section 3). */
export function endOfLastCharacter(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  const earliest = Math.max(0, bytes.length - 4);
  while (start > earliest && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + length > bytes.length ? start : bytes.length;
}
