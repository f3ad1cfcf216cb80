/** The escape of each byte in a JSON string, if it needs one (RFC 8259, section 7). */
const escapes = Array.from({ length: 256 }, (_, byte) => {
  const isPlain = byte >= 0x20 && byte !== 0x22 && byte !== 0x5c;
  return isPlain ? undefined : Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1));
});
const longestEscape = 6;
const lineFeed = 0x0a;
/** The escape `\n`. */
const escapedLineFeed = 0x6e5c;

/** Counts the line feeds of written text, which are found in any case. */
export interface LineFeedCount {
  lineFeeds: number;
}

/**
 * Writes UTF-8 text as the content of a JSON string and returns the end; `undefined` if it might not fit.
 * Copies eight bytes at a time as long as none needs an escape.
 */
export function writeEscaped(
  place: Buffer,
  start: number,
  text: Uint8Array,
  count: LineFeedCount,
): number | undefined {
  const { length } = text;
  const from = new DataView(text.buffer, text.byteOffset, length);
  const to = new DataView(place.buffer, place.byteOffset, place.length);
  let end = start;
  let room = place.length - start - length - 8;
  if (room < 0) return undefined;
  let index = 0;
  let lineFeeds = 0;
  while (index < length) {
    if (index <= length - 8) {
      const [low, high] = [from.getInt32(index, true), from.getInt32(index + 4, true)];
      const [lowMarks, highMarks] = [marks(low), marks(high)];
      to.setInt32(end, low, true);
      to.setInt32(end + 4, high, true);
      const plain = lowMarks !== 0 ? firstMark(lowMarks) : 4 + firstMark(highMarks);
      index += plain;
      end += plain;
      if (plain === 8) continue;
    }
    const byte = from.getUint8(index++);
    const escape = escapes[byte];
    if (escape === undefined) {
      to.setUint8(end++, byte);
      continue;
    }
    room -= escape.length - 1;
    if (room < 0) return undefined;
    if (byte === lineFeed) {
      to.setUint16(end, escapedLineFeed, true);
      end += 2;
      lineFeeds++;
    } else end += escape.copy(place, end);
  }
  count.lineFeeds += lineFeeds;
  return end;
}

/** Sets the highest bit of each of four bytes that needs an escape. Only the first mark is reliable. */
function marks(four: number): number {
  const quote = four ^ 0x22222222;
  const backslash = four ^ 0x5c5c5c5c;
  const found = (four - 0x20202020) | (quote - 0x01010101) | (backslash - 0x01010101);
  return found & ~four & 0x80808080;
}

/** Returns the index of the first marked byte, from the lowest; 4 if there is none. */
function firstMark(marked: number): number {
  return marked === 0 ? 4 : (31 - Math.clz32(marked & -marked)) >> 3;
}

/** Returns the maximum size of escaped text, in bytes. */
export function maxEscapedSize(text: Uint8Array): number {
  return text.length * longestEscape + 8;
}
