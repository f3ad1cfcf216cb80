// @ts-check
// Commands that setup runs and waits for: quiet while all is well, with a sign of life while they take long.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { withoutNpmVariables } from './npmVariables.mjs';

const signOfLifeMilliseconds = 15_000;
const linesShownOnFailure = 100;

/** A failure whose message is all that a reader needs: it is shown without a stack. */
export class SetupError extends Error {}

/** The user or a supervisor ended setup by a signal. */
export class Interrupted extends SetupError {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs a command to its end, says every 15 s that it still runs, and fails with its last output.
 *
 * @param {string} title what the command does, as shown to the user
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ folder?: string, environment?: NodeJS.ProcessEnv }} [options] the environment is by
 *   default that of this process, without the variables of a surrounding npm
 */
export async function run(title, command, commandArguments, options = {}) {
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const windows = process.platform === 'win32';
  const child = spawn(command, commandArguments, {
    cwd: options.folder,
    env: options.environment ?? withoutNpmVariables(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a signal ends the command's children as well.
    detached: !windows,
    // npm is a .cmd file on Windows, which only a shell starts.
    shell: windows,
  });

  let output = '';
  const remember = (/** @type {string} */ text) => (output = (output + text).slice(-20_000));
  child.stdout.setEncoding('utf8').on('data', remember);
  child.stderr.setEncoding('utf8').on('data', remember);

  const signOfLife = setInterval(
    () => console.log(`  ${title}: ${elapsed()} so far`),
    signOfLifeMilliseconds,
  );
  /** @type {NodeJS.Signals | undefined} */
  let interruption;
  const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
    interruption = signal;
    endGroup(child, signal);
  };
  const signals = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, interrupt);

  console.log(`  ${title} …`);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', (error) =>
        reject(new SetupError(`${command} could not be started: ${error.message}`)),
      );
      child.once('close', resolve);
    });
    if (interruption) throw new Interrupted(interruption);
    if (code !== 0) {
      const lastLines = output.trimEnd().split('\n').slice(-linesShownOnFailure).join('\n');
      const commandLine = [command, ...commandArguments].join(' ');
      throw new SetupError(
        `${title} failed after ${elapsed()} (exit code ${code}): ${commandLine}\n\n${lastLines}\n`,
      );
    }
    console.log(`  ${title}: done in ${elapsed()}`);
  } finally {
    clearInterval(signOfLife);
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function endGroup(child, signal) {
  if (child.pid === undefined || process.platform === 'win32') child.kill(signal);
  else {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The group has already ended.
    }
  }
}
