/** For each byte what stands for it in a JSON string, if it can't stand for itself (RFC 8259, section 7). */
const escapes = Array.from({ length: 256 }, (_, byte) => {
  const isPlain = byte >= 0x20 && byte !== 0x22 && byte !== 0x5c;
  return isPlain ? undefined : Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1));
});
const longestEscape = 6;
const lineFeed = 0x0a;
/** `\n` as it stands in JSON. */
const escapedLineFeed = 0x6e5c;

/**
 * Writes UTF-8 text with its escapes, as inside a JSON string, and gives where it ends; nothing if
 * there is, or might be, no room for it. Takes eight bytes at a time as long as none needs an escape.
 */
export function writeEscaped(place: Buffer, start: number, text: Uint8Array): number | undefined {
  const { length } = text;
  const from = new DataView(text.buffer, text.byteOffset, length);
  const to = new DataView(place.buffer, place.byteOffset, place.length);
  let end = start;
  let room = place.length - start - length - 8;
  if (room < 0) return undefined;
  let index = 0;
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
    } else end += escape.copy(place, end);
  }
  return end;
}

/** Marks, by their highest bits, which of four bytes need an escape; right as far as the first of them. */
function marks(four: number): number {
  const quote = four ^ 0x22222222;
  const backslash = four ^ 0x5c5c5c5c;
  const found = (four - 0x20202020) | (quote - 0x01010101) | (backslash - 0x01010101);
  return found & ~four & 0x80808080;
}

/** Which byte is the first with a mark, from the lowest; 4 if none is. */
function firstMark(marked: number): number {
  return marked === 0 ? 4 : (31 - Math.clz32(marked & -marked)) >> 3;
}

/** How much room text may need at most. */
export function mostEscaped(text: Uint8Array): number {
  return text.length * longestEscape + 8;
}
