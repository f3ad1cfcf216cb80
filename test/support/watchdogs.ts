import { readFile } from 'node:fs/promises';
import { listProcesses } from '../../src/processes/tree/processTable.ts';

/** The process ids of a host's watchdogs, on Linux. */
export async function watchdogsOf(host: number): Promise<readonly number[]> {
  const children = (await listProcesses()).entries.filter(({ parent }) => parent === host);
  const found = await Promise.all(
    children.map(async ({ pid }) => {
      // It may have ended since.
      const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const [, script = ''] = commandLine.split('\0');
      return /\/watchdog(\.js|\/main\.ts)$/.test(script) ? [pid] : [];
    }),
  );
  return found.flat();
}
