// @ts-check
// Installing what the project needs of the operating system.

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

import { run, SetupError } from './command.mjs';
import { findExecutable } from './executables.mjs';

/** @typedef {import('./requirements.mjs').Requirement} Requirement */
/** @typedef {import('./tasks.mjs').Task} Task */

const installCommand = [
  'install',
  '--yes',
  '--no-install-recommends',
  // An interrupted setup may have left a run that is still installing.
  '--option=DPkg::Lock::Timeout=600',
];

/**
 * The tasks for missing requirements: on Debian as root their packages are installed. Elsewhere
 * fails with what to install, unless only tests need it: then it is printed.
 *
 * @param {readonly Requirement[]} missing
 * @returns {Task[]}
 */
export function planPackages(missing) {
  if (missing.length === 0) return [];
  const advice = findAdvice(missing);
  if (advice === undefined) {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return [
      {
        title: 'Updating the package lists',
        perform: (title) => run(title, 'apt-get', ['update'], { environment }),
      },
      {
        title: `Installing ${missing.map(({ debianPackage }) => debianPackage).join(', ')}`,
        perform: (title) => install(title, missing, environment),
      },
    ];
  }
  if (missing.some(({ tests }) => tests === undefined)) throw notInstalled(missing, advice);
  console.log(
    `Some tests need what is not installed here:\n${bulletList(missing)}\nThey are not run${advice || '.'}\n`,
  );
  return [];
}

/**
 * How to install packages by hand if setup can't; `undefined` if it can.
 *
 * @param {readonly Requirement[]} missing
 */
function findAdvice(missing) {
  if (!findExecutable('apt-get')) return '';
  if (process.getuid?.() === 0) return undefined;
  const packages = known(missing).map(({ debianPackage }) => debianPackage);
  if (packages.length === 0) return '';
  return `:\n\n  sudo apt-get update && sudo apt-get install --yes ${packages.join(' ')}`;
}

/**
 * @param {string} title
 * @param {readonly Requirement[]} missing
 * @param {NodeJS.ProcessEnv} environment
 */
async function install(title, missing, environment) {
  const installable = known(missing);
  const packages = installable.map(({ debianPackage }) => debianPackage);
  const command = () => run(title, 'apt-get', [...installCommand, ...packages], { environment });
  try {
    if (packages.length > 0) await command();
  } catch (error) {
    if (!isInterrupted()) throw error;
    await run(`${title}, after an interrupted installation`, 'dpkg', ['--configure', '-a'], {
      environment,
    });
    await command();
  }
  const others = missing.filter((requirement) => !installable.includes(requirement));
  if (others.length > 0) throw notInstalled(others, '.');
  const stillMissing = missing.filter((requirement) => !requirement.isPresent());
  if (stillMissing.length > 0) {
    throw new SetupError(
      `The packages are installed, but these were not found afterwards:\n${bulletList(stillMissing)}`,
    );
  }
}

/** Whether dpkg was interrupted, after which apt installs nothing until it is repaired. */
function isInterrupted() {
  try {
    return readdirSync('/var/lib/dpkg/updates').length > 0;
  } catch {
    return false;
  }
}

/**
 * The requirements whose package is in this system's package lists. Debian's own packages are
 * assumed to be.
 *
 * @param {readonly Requirement[]} requirements
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
 * @param {readonly Requirement[]} missing
 * @param {string} how
 */
function notInstalled(missing, how) {
  return new SetupError(
    `The project needs what is not installed here:\n${bulletList(missing)}\nInstall it, and run setup again${how || '.'}\n`,
  );
}

/** @param {readonly Requirement[]} requirements */
function bulletList(requirements) {
  return requirements
    .map(({ name, debianPackage, source }) => {
      const elsewhere = source === undefined ? '' : `, where known; else from ${source}`;
      return `  - ${name} (on Debian: ${debianPackage}${elsewhere})`;
    })
    .join('\n');
}
