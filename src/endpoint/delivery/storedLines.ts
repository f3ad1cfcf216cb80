import type { StoredOutput } from '../../sessions/logs/logFiles.ts';
import type { Loss } from '../../sessions/logs/logSegments.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { findEndOfPiece } from '../../common/wholeLines.ts';

/** How much is read at a time, in bytes. Longer lines are read whole. */
const readingSize = 256 * 1024;
const longestReading = 4 * readingSize;
const lineFeed = 0x0a;

/** The result of reading: lines, or the number of lost bytes. */
export type ReadLines =
  | { readonly kind: 'lines'; readonly bytes: Uint8Array }
  | { readonly kind: 'lost'; readonly count: number };

/**
 * Reads whole lines from `start` up to `end`, which is the end of a line. A line is lost if any part of it
 * is.
 */
export async function readLines(
  stored: StoredOutput,
  stream: OutputStream,
  start: number,
  end: number,
): Promise<ReadLines> {
  let all: Uint8Array = new Uint8Array();
  while (all.length < longestReading) {
    const wanted = Math.min(readingSize, end - start - all.length);
    const reading = await stored.read(stream, start + all.length, wanted);
    if (reading.kind === 'lost') {
      return { kind: 'lost', count: (await findEndOfLoss(stored, stream, reading, end)) - start };
    }
    all = all.length === 0 ? reading.bytes : Buffer.concat([all, reading.bytes]);
    if (start + all.length === end) return { kind: 'lines', bytes: all };
    const lines = all.lastIndexOf(lineFeed) + 1;
    if (lines > 0) return { kind: 'lines', bytes: all.subarray(0, lines) };
  }
  return { kind: 'lines', bytes: all.subarray(0, findEndOfPiece(all)) };
}

/** Returns the start of the first whole line after a loss, or `end`. */
async function findEndOfLoss(
  stored: StoredOutput,
  stream: OutputStream,
  loss: Loss,
  end: number,
): Promise<number> {
  let { isLineStart, until } = loss;
  while (until < end && !isLineStart) {
    const reading = await stored.read(stream, until, Math.min(readingSize, end - until));
    if (reading.kind === 'lost') ({ isLineStart, until } = reading);
    else {
      const rest = reading.bytes.indexOf(lineFeed) + 1;
      isLineStart = rest > 0;
      until += isLineStart ? rest : reading.bytes.length;
    }
  }
  return Math.min(until, end);
}
