// @ts-check
// Ends a command's process group when setup is killed, since an orphan would interfere with the next setup.

import { spawn } from 'node:child_process';

// Its standard input ends with the process at the other end, however that exits.
const guardian = `
let group = '';
process.stdin.on('data', (text) => (group += text)).on('end', () => {
  try { process.kill(-Number(group), 'SIGTERM'); } catch {}
});`;

/**
 * Starts a guard, which does nothing on platforms without process groups. It starts before the
 * command, since setup could be killed before it starts one later.
 */
export function startGuard() {
  if (process.platform === 'win32') return { watch: () => undefined, end: () => undefined };
  const watcher = spawn(process.execPath, ['-e', guardian], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // It is not in setup's group, so it receives none of its signals.
    detached: true,
  });
  // Without a guard the command outlives setup if setup is killed.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  return {
    /** @param {number | undefined} group the group to end once setup has exited */
    watch: (group) => void (group && watcher.stdin.write(String(group))),
    /** Ends the guard, and not the group. */
    end: () => void watcher.kill('SIGKILL'),
  };
}
