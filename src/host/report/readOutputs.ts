import { MergedOutput } from '../../sessions/logs/mergedOutput.ts';
import { findTail } from '../../sessions/logs/outputTail.ts';
import { SessionOutput } from '../../sessions/logs/sessionOutput.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { WrittenOutput } from '../../trace/report/shownOutput.ts';

/** How much of each stream is read. */
const bounds = { lines: 200, bytes: 16 * 1024 };

/** Reads the end of the output of each session that has any. */
export async function readOutputs(sessions: Sessions): Promise<readonly WrittenOutput[]> {
  const outputs: WrittenOutput[] = [];
  for (const session of sessions.list()) {
    const output = new SessionOutput(sessions, session);
    try {
      const text = await readEnd(output);
      if (text.trim() !== '') outputs.push({ session: session.metadata.name, text });
    } finally {
      output.dispose();
    }
  }
  return outputs;
}

async function readEnd(output: SessionOutput): Promise<string> {
  const [stdout, stderr] = await Promise.all([
    findTail(output, 'stdout', bounds),
    findTail(output, 'stderr', bounds),
  ]);
  const merged = new MergedOutput(output, { stdout, stderr });
  const parts: string[] = [];
  // A program that writes faster than this reads would never be read to its end.
  const most = merged.left;
  for (let length = 0; length < most;) {
    const piece = await merged.next();
    if (piece === undefined) break;
    if (piece.kind === 'lost') length += piece.count;
    else {
      length += piece.bytes.length;
      parts.push(piece.bytes.toString());
    }
  }
  return parts.join('');
}
