// @ts-check
// The project's requirements of the operating system: a browser, the .NET SDK, and what
// code-server's native modules are built with.

import { findBrowser, findExecutable, hasDotnetSdk, hasLibrary } from './executables.mjs';
import { isInstalled } from './toolCache.mjs';

/**
 * @typedef {object} Requirement
 * @property {string} name
 * @property {string} debianPackage
 * @property {string} [source] where it comes from, if not every Debian has the package
 * @property {() => boolean} isPresent
 * @property {readonly string[]} [tests] the test files that need it, if nothing else does
 */

/** @type {Requirement} */
const browser = {
  name: 'Chromium or a browser based on it (on the search path, or named by CHROME_PATH)',
  debianPackage: 'chromium',
  isPresent: () => findBrowser() !== undefined,
};

/** @type {Requirement} */
const dotnetSdk = {
  name: '.NET SDK 10 or newer, with its command dotnet on the search path',
  debianPackage: 'dotnet-sdk-10.0',
  source: 'https://dotnet.microsoft.com/download',
  isPresent: () => hasDotnetSdk(10),
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

/** The missing requirements. */
export function missingRequirements() {
  return allRequirements().filter((requirement) => !requirement.isPresent());
}

/** @returns {Requirement[]} */
function allRequirements() {
  // Windows has a browser, and code-server does not run there.
  if (process.platform === 'win32') return [dotnetSdk];
  // Headers and compilers are not needed once code-server is built.
  const forBuilding = isInstalled('code-server')
    ? []
    : [...buildTools, ...(process.platform === 'linux' ? linuxLibraries : [])];
  return [...forBuilding, browser, dotnetSdk];
}
