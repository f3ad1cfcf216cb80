import type { StoredOutput } from '../../sessions/logFiles.ts';
import type { Reading } from '../../sessions/logSegments.ts';
import type { OutputStream } from '../../sessions/runner.ts';
import { endOfPiece } from '../../sessions/wholeLines.ts';

/** How much is read back at a time, in bytes; a line that is longer takes more. */
const readingSize = 256 * 1024;
const longestReading = 4 * readingSize;
const lineFeed = 0x0a;

/** Reads whole lines from `start` on, at most up to `end`, where a line ends. */
export async function readLines(
  stored: StoredOutput,
  stream: OutputStream,
  start: number,
  end: number,
): Promise<Reading> {
  let all: Uint8Array = new Uint8Array();
  while (all.length < longestReading) {
    const wanted = Math.min(readingSize, end - start - all.length);
    const reading = await stored.read(stream, start + all.length, wanted);
    if (reading.kind === 'lost') return all.length === 0 ? reading : { kind: 'bytes', bytes: all };
    all = all.length === 0 ? reading.bytes : Buffer.concat([all, reading.bytes]);
    if (start + all.length === end) return { kind: 'bytes', bytes: all };
    const lines = all.lastIndexOf(lineFeed) + 1;
    if (lines > 0) return { kind: 'bytes', bytes: all.subarray(0, lines) };
  }
  return { kind: 'bytes', bytes: all.subarray(0, endOfPiece(all)) };
}
