import type { OutputStream } from '../../common/outputStream.ts';
import type { SessionOutput } from './sessionOutput.ts';

/** Bounds of the end of a stream. */
export interface TailBounds {
  readonly lines: number;
  readonly bytes: number;
}

/** How much is read at a time, in bytes. */
const readingSize = 64 * 1024;
const lineFeed = 0x0a;

/**
 * Returns the offset at which the last lines of a stream start. Reads backwards from its end, and no more than
 * the bound in bytes.
 */
export async function findTail(
  output: Pick<SessionOutput, 'read' | 'size'>,
  stream: OutputStream,
  bounds: TailBounds,
): Promise<number> {
  const size = output.size(stream);
  const earliest = Math.max(0, size - bounds.bytes);
  let lines = 0;
  let firstLine: number | undefined;
  for (let end = size; end > earliest;) {
    const start = Math.max(earliest, end - readingSize);
    const { bytes, offset } = await readUntil(output, stream, start, end);
    for (const lineStart of lineStarts(bytes, offset)) {
      if (lineStart === size) continue;
      firstLine = lineStart;
      lines++;
      if (lines === bounds.lines) return lineStart;
    }
    if (offset > start) return offset;
    end = start;
  }
  // A line that is longer than the bound is divided.
  return earliest === 0 ? 0 : (firstLine ?? earliest);
}

/** The offsets after the line ends, the last one first. */
function* lineStarts(bytes: Buffer, offset: number): Iterable<number> {
  for (let end = bytes.length; end > 0;) {
    const found = bytes.lastIndexOf(lineFeed, end - 1);
    if (found < 0) return;
    yield offset + found + 1;
    end = found;
  }
}

/** Reads all between two offsets. What is returned starts later if the beginning was deleted. */
async function readUntil(
  output: Pick<SessionOutput, 'read'>,
  stream: OutputStream,
  start: number,
  end: number,
): Promise<{ readonly bytes: Buffer; readonly offset: number }> {
  let pieces: Uint8Array[] = [];
  let offset = start;
  for (let position = start; position < end;) {
    const reading = await output.read(stream, position, end - position);
    if (reading.kind === 'bytes') {
      pieces.push(reading.bytes);
      position += reading.bytes.length;
    } else {
      pieces = [];
      position = Math.min(reading.until, end);
      offset = position;
    }
  }
  return { bytes: Buffer.concat(pieces), offset };
}
