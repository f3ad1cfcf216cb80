// @ts-check
// Ends a command's process group when setup is killed, since an orphan would interfere with the next setup.

/**
 * Starts the command that its arguments name, in its own process group, and ends that group with setup: its
 * standard input ends with the process at the other end, however that exits. Until the command has
 * ended it survives the signal that it sends, or that setup sends the group.
 */
const guardian = `
const { spawn } = require('node:child_process');
const { constants } = require('node:os');
process.on('SIGTERM', () => undefined);
process.stdin.resume().on('end', () => process.kill(-process.pid, 'SIGTERM'));
const [command, ...commandArguments] = process.argv.slice(1);
const child = spawn(command, commandArguments, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', ({ message }) => {
  console.error(command + ' could not be started: ' + message);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));`;

/**
 * Returns what starts a command under a guard. The guard starts it, and not setup, which could be killed
 * between the start and telling a guard of it.
 *
 * @param {string} command
 * @param {string[]} commandArguments
 * @returns {[command: string, commandArguments: string[]]}
 */
export function guarded(command, commandArguments) {
  return [process.execPath, ['-e', guardian, '--', command, ...commandArguments]];
}
