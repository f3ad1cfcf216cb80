// Reading a file while another process writes it.

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMilliseconds = 50;

/**
 * The complete lines of a short file as they are appended, also before it exists; throws the
 * signal's reason.
 */
export async function* followLines(file: string, signal: AbortSignal): AsyncGenerator<string> {
  let given = 0;
  for (;;) {
    signal.throwIfAborted();
    const lines = (await readSoFar(file)).split('\n').slice(0, -1);
    yield* lines.slice(given);
    given = lines.length;
    await sleep(pollMilliseconds);
  }
}

async function readSoFar(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
