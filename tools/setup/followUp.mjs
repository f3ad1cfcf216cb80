// @ts-check
// The script to run once everything is set up.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { nodeExecutable, projectEnvironment, projectFolder } from './node.mjs';

/**
 * Runs a script of the project on the project's own Node and forwards signals to it.
 *
 * @param {string[]} scriptAndArguments
 * @returns {Promise<number>} the script's exit code
 */
export function runScript(scriptAndArguments) {
  const child = spawn(nodeExecutable, scriptAndArguments, {
    cwd: projectFolder,
    env: projectEnvironment(),
    stdio: 'inherit',
  });
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal interrupts the script too; for some programs a second interrupt means to exit
      // immediately.
      const alreadySent = signal === 'SIGINT' && process.stdin.isTTY;
      if (!alreadySent) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)),
    );
  });
}
