// @ts-check
// Ends a command's process group when setup is killed, since an orphan would interfere with the next setup.

import { spawn } from 'node:child_process';

// Its standard input ends with the process that holds the other end, however that is ended.
const guardian = `
let group = '';
process.stdin.on('data', (text) => (group += text)).on('end', () => {
  try { process.kill(-Number(group), 'SIGTERM'); } catch {}
});`;

/**
 * Starts a guard, which does nothing where there are no process groups. It is started before the
 * command, since what is killed as soon as that runs could start no guard any more.
 */
export function startGuard() {
  if (process.platform === 'win32') return { watch: () => undefined, end: () => undefined };
  const watcher = spawn(process.execPath, ['-e', guardian], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // No signal to setup's own group reaches it.
    detached: true,
  });
  // Without a guard the command only outlives a setup that is killed.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  return {
    /** @param {number | undefined} group the group to end once setup has gone */
    watch: (group) => void (group && watcher.stdin.write(String(group))),
    /** Ends the guard and leaves the group alone. */
    end: () => void watcher.kill('SIGKILL'),
  };
}
