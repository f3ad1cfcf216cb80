import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createOwnFile } from '../../../sessions/logs/logFolder.ts';
import { MergedOutput } from '../../../sessions/logs/mergedOutput.ts';
import type { SessionOutput } from '../../../sessions/logs/sessionOutput.ts';
import { toDeletedText } from './logLines.ts';
import { fileForm, LogText } from './logText.ts';

/** Writes what there is of a session's log to a file that only its owner can read. Returns its path. */
export async function writeWholeLog(
  output: SessionOutput,
  folder: string,
  title: string,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid } = output.session.metadata;
  const path = join(folder, `${toFileName(title)} ${uid.slice(0, 8)}.log`);
  await rm(path, { force: true });
  const file = await createOwnFile(path);
  try {
    const [merged, text] = [
      new MergedOutput(output, { stdout: 0, stderr: 0 }),
      new LogText(fileForm),
    ];
    // What is written from now on is left out, so that this ends.
    for (let left = merged.left; left > 0; left = Math.min(left, merged.left)) {
      const piece = await merged.next();
      if (piece === undefined) break;
      left -= piece.kind === 'bytes' ? piece.bytes.length : piece.count;
      const written =
        piece.kind === 'bytes'
          ? text.push(piece.stream, piece.bytes)
          : text.line(toDeletedText(piece));
      if (written !== '') await file.write(written);
    }
    await file.write(text.end());
    // The editor opens it as read-only.
    await file.chmod(0o400);
  } finally {
    await file.close();
  }
  return path;
}

function toFileName(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-').slice(0, 80);
}
