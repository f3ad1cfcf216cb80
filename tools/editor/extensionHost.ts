// The extension host behind a page, according to its log.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMilliseconds = 50;
const startMilliseconds = 180_000;

/**
 * Waits until an editor's extension host is connected to its page.
 * If its page closes before that, it is never asked to end, and outlives its editor.
 *
 * @param folder The editor's folder.
 * @throws Error when it takes too long.
 */
export async function extensionHostStarted(folder: string): Promise<void> {
  const deadline = Date.now() + startMilliseconds;
  while (!hasStarted(folder)) {
    if (Date.now() >= deadline) {
      throw new Error(`The extension host did not start within ${startMilliseconds / 1000} s.`);
    }
    await sleep(pollMilliseconds);
  }
}

function hasStarted(folder: string): boolean {
  return logsBelow(join(folder, 'data', 'logs')).some((log) =>
    /Extension host with pid \d+ started/.test(readFileSync(log, 'utf8')),
  );
}

/** The logs of extension hosts; empty until the folder exists. */
function logsBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => basename(path) === 'remoteexthost.log')
      .map((path) => join(folder, path));
  } catch {
    return [];
  }
}
