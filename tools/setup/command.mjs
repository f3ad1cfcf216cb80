// @ts-check
// Runs commands of the setup: quiet unless they fail, with progress messages if they take long.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { guarded } from './guard.mjs';
import { withoutNpmVariables } from './npmVariables.mjs';

const signOfLifeMilliseconds = 15_000;
const linesShownOnFailure = 100;
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** An error that is shown without a stack. */
export class SetupError extends Error {}

/** The user or a supervisor interrupted setup by a signal. */
export class Interrupted extends SetupError {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * How long ago something started, as text.
 *
 * @param {number} started in milliseconds, as of `Date.now()`
 */
export function formatElapsed(started) {
  const seconds = Math.round((Date.now() - started) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
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
  const elapsed = () => formatElapsed(started);
  /** @type {NodeJS.Signals | undefined} */
  let interruption;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
    interruption = signal;
    if (child) endGroup(child);
  };
  for (const signal of signals) process.on(signal, interrupt);
  const signOfLife = setInterval(
    () => console.log(`  ${title}: ${elapsed()} so far`),
    signOfLifeMilliseconds,
  );

  console.log(`  ${title} …`);
  try {
    child = start(command, commandArguments, options);
    const { code, output } = await end(child, command);
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
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ folder?: string, environment?: NodeJS.ProcessEnv }} options
 */
function start(command, commandArguments, { environment, folder }) {
  const environmentOrOwn = environment ?? withoutNpmVariables(process.env);
  if (process.platform === 'win32') {
    // npm is a .cmd file, which needs a shell. There are no process groups to end.
    return spawn(command, commandArguments, {
      cwd: folder,
      env: environmentOrOwn,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: true,
    });
  }
  return spawn(...guarded(command, commandArguments), {
    cwd: folder,
    env: environmentOrOwn,
    // The guard's input is a pipe, so that it notices the end of setup.
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group, so that a signal also ends the command's children.
    detached: true,
  });
}

/**
 * Waits for the end of a command and returns its last output.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} command
 * @returns {Promise<{ code: number | null, output: string }>}
 */
async function end(child, command) {
  let output = '';
  const remember = (/** @type {string} */ text) => (output = (output + text).slice(-20_000));
  child.stdout?.setEncoding('utf8').on('data', remember);
  child.stderr?.setEncoding('utf8').on('data', remember);
  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new SetupError(`${command} could not be started: ${error.message}`)),
    );
    child.once('close', resolve);
  });
  return { code, output };
}

/**
 * Sends SIGTERM to a command and its children, whatever signal setup itself received: SIGINT is
 * ignored by descendants of a shell's background job.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function endGroup(child) {
  if (child.pid === undefined || process.platform === 'win32') child.kill();
  else {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // The group has already ended.
    }
  }
}
