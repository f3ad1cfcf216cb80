// @ts-check
// Installing what the project needs of the operating system.

import { execFileSync } from 'node:child_process';

import { run, SetupError } from './command.mjs';
import { findExecutable } from './executables.mjs';
import { missingRequirements } from './requirements.mjs';

/** @typedef {import('./requirements.mjs').Requirement} Requirement */

/** Makes sure that the operating system has what the tools need: installs it on Debian as root, else says what is missing. */
export async function installSystemPackages() {
  const missing = missingRequirements();
  if (missing.length === 0) return;
  if (!findExecutable('apt-get')) throw notInstalled(missing, '');
  if (process.getuid?.() !== 0) {
    const packages = known(missing).map(({ debianPackage }) => debianPackage);
    const advice = `:\n\n  sudo apt-get update && sudo apt-get install --yes ${packages.join(' ')}`;
    throw notInstalled(missing, packages.length > 0 ? advice : '');
  }
  await install(missing);
  const stillMissing = missingRequirements();
  if (stillMissing.length > 0) {
    throw new SetupError(
      `The packages are installed, but these were not found afterwards:\n${bulletList(stillMissing)}`,
    );
  }
}

/** @param {Requirement[]} missing */
async function install(missing) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('Updating the package lists', 'apt-get', ['update'], { environment });
  const installable = known(missing);
  const packages = installable.map(({ debianPackage }) => debianPackage);
  if (packages.length > 0) {
    await run(
      `Installing ${packages.join(', ')}`,
      'apt-get',
      ['install', '--yes', '--no-install-recommends', ...packages],
      { environment },
    );
  }
  const others = missing.filter((requirement) => !installable.includes(requirement));
  if (others.length > 0) throw notInstalled(others, '');
}

/**
 * Those whose package is in this system's package lists. The packages of Debian itself are taken to be.
 *
 * @param {Requirement[]} requirements
 */
function known(requirements) {
  return requirements.filter(
    ({ debianPackage, source }) => source === undefined || isInPackageLists(debianPackage),
  );
}

/** @param {string} debianPackage */
function isInPackageLists(debianPackage) {
  const aptCache = findExecutable('apt-cache');
  if (!aptCache) return false;
  try {
    const versions = execFileSync(aptCache, ['madison', debianPackage], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return versions.trim() !== '';
  } catch {
    return false;
  }
}

/**
 * @param {Requirement[]} missing
 * @param {string} how
 */
function notInstalled(missing, how) {
  return new SetupError(
    `The project needs what is not installed here:\n${bulletList(missing)}\nInstall it, and run setup again${how || '.'}\n`,
  );
}

/** @param {Requirement[]} requirements */
function bulletList(requirements) {
  return requirements
    .map(({ name, debianPackage, source }) => {
      const elsewhere = source === undefined ? '' : `, where known; else from ${source}`;
      return `  - ${name} (on Debian: ${debianPackage}${elsewhere})`;
    })
    .join('\n');
}
