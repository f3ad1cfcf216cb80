// The extension host behind a page, as its own log tells of it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMilliseconds = 50;
const startMilliseconds = 60_000;

/**
 * Waits until the extension host of an editor has heard from its page.
 * One whose page leaves before that is never told to end, and outlives its editor.
 *
 * @param folder The editor's folder.
 * @throws Error when it takes longer than a minute.
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
  const logs = join(folder, 'data', 'logs');
  if (!existsSync(logs)) return false;
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('remoteexthost.log'))
    .some((name) =>
      /Extension host with pid \d+ started/.test(readFileSync(join(logs, name), 'utf8')),
    );
}
