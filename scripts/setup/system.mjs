// @ts-check
// What the operating system has to bring: a browser, and what code-server's native modules are built with.

import { run, SetupError } from './command.mjs';
import { findBrowser, findExecutable, hasLibrary } from './executables.mjs';
import { isInstalled } from './toolCache.mjs';

/** @typedef {{ name: string, debianPackage: string, isPresent: () => boolean }} Requirement */

/** @type {Requirement} */
const browser = {
  name: 'Chromium or a browser based on it (on the search path, or named by CHROME_PATH)',
  debianPackage: 'chromium',
  isPresent: () => findBrowser() !== undefined,
};

/** @type {Requirement[]} */
const buildTools = [
  {
    name: 'a C++ compiler',
    debianPackage: 'g++',
    isPresent: () => !!findExecutable('g++', 'c++', 'clang++'),
  },
  { name: 'make', debianPackage: 'make', isPresent: () => !!findExecutable('make', 'gmake') },
  { name: 'Python 3', debianPackage: 'python3', isPresent: () => !!findExecutable('python3') },
];

/** @type {Requirement[]} */
const linuxLibraries = [
  {
    name: 'pkg-config',
    debianPackage: 'pkg-config',
    isPresent: () => !!findExecutable('pkg-config', 'pkgconf'),
  },
  {
    name: 'headers of Kerberos',
    debianPackage: 'libkrb5-dev',
    isPresent: () => hasLibrary('krb5-gssapi'),
  },
  { name: 'headers of X11', debianPackage: 'libx11-dev', isPresent: () => hasLibrary('x11') },
  {
    name: 'headers of xkbfile',
    debianPackage: 'libxkbfile-dev',
    isPresent: () => hasLibrary('xkbfile'),
  },
  {
    name: 'headers of libsecret',
    debianPackage: 'libsecret-1-dev',
    isPresent: () => hasLibrary('libsecret-1'),
  },
];

/** Makes sure that the operating system has what the tools need: installs it on Debian as root, else says what is missing. */
export async function installSystemPackages() {
  if (process.platform === 'win32') return;
  const missing = missingRequirements();
  if (missing.length === 0) return;
  if (!findExecutable('apt-get')) {
    throw new SetupError(
      `The editor tests need what is not installed here:\n${bulletList(missing)}\nInstall it, and run setup again.`,
    );
  }
  const packages = missing.map((requirement) => requirement.debianPackage);
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `The editor tests need what is not installed here:\n${bulletList(missing)}\n` +
        `Install it, and run setup again:\n\n  sudo apt-get update && sudo apt-get install --yes ${packages.join(' ')}\n`,
    );
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('Updating the package lists', 'apt-get', ['update'], { environment });
  await run(
    `Installing ${packages.join(', ')}`,
    'apt-get',
    ['install', '--yes', '--no-install-recommends', ...packages],
    { environment },
  );
  const stillMissing = missingRequirements();
  if (stillMissing.length > 0) {
    throw new SetupError(
      `The packages are installed, but these were not found afterwards:\n${bulletList(stillMissing)}`,
    );
  }
}

/** @returns {Requirement[]} */
function missingRequirements() {
  // Headers and compilers have done their work once code-server is built.
  const forBuilding = isInstalled('code-server')
    ? []
    : [...buildTools, ...(process.platform === 'linux' ? linuxLibraries : [])];
  return [...forBuilding, browser].filter((requirement) => !requirement.isPresent());
}

/** @param {Requirement[]} requirements */
function bulletList(requirements) {
  return requirements
    .map(({ name, debianPackage }) => `  - ${name} (on Debian: ${debianPackage})`)
    .join('\n');
}
