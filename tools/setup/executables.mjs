// @ts-check
// Finding programs that are installed on this machine.

import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const browsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The paths of the installed ones of these programs, in this order.
 *
 * @param {string[]} names names to look up on the search path, or absolute paths
 */
export function findExecutables(...names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))))
    .filter(isExecutable);
}

/**
 * The path of the first installed one of these programs.
 *
 * @param {string[]} names names to look up on the search path, or absolute paths
 */
export function findExecutable(...names) {
  return findExecutables(...names)[0];
}

/**
 * Whether a command can run and exits with 0. A name on the search path may be a launcher of
 * something that isn't installed.
 *
 * @param {string} command
 * @param {string[]} args
 */
export function succeeds(command, ...args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of the first program of this name on the search path that can run and exits with 0.
 * Earlier ones may be launchers of a version manager without an installed version.
 *
 * @param {string} name
 * @param {string[]} args
 */
export function findWorking(name, ...args) {
  return findExecutables(name).find((path) => succeeds(path, ...args));
}

/** The Chromium-based browser for the editor's page: CHROME_PATH, or the first one found. */
export function findBrowser() {
  const chosen = process.env['CHROME_PATH'];
  return chosen ? findExecutable(chosen) : findExecutable(...browsers);
}

/**
 * Whether a C library can be compiled against.
 *
 * @param {string} name the library's name in pkg-config
 */
export function hasLibrary(name) {
  const pkgConfig = findExecutable('pkg-config', 'pkgconf');
  return pkgConfig !== undefined && succeeds(pkgConfig, '--exists', name);
}

/**
 * Whether the `dotnet` on the search path has an SDK of this major version or newer.
 *
 * @param {number} oldest
 */
export function hasDotnetSdk(oldest) {
  try {
    const sdks = execFileSync('dotnet', ['--list-sdks'], { encoding: 'utf8', stdio: 'pipe' });
    return sdks.split('\n').some((line) => Number.parseInt(line, 10) >= oldest);
  } catch {
    return false;
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
