// @ts-check
// What only the tests need of the operating system: the languages and debuggers of the programs that they run.

import { findExecutable, findExecutables, findWorking, succeeds } from './executables.mjs';

/** @typedef {import('./requirements.mjs').Requirement} Requirement */

/** Debian's names of LLVM programs contain the version. */
const lldbNames = ['lldb-dap', 'lldb-vscode'];
const lldbVersions = Array.from({ length: 20 }, (_, index) => index + 11);

/** The path of LLDB's debug adapter, if it is installed. */
export function findLldbAdapter() {
  return findExecutable(
    ...lldbNames,
    ...lldbVersions.flatMap((version) => lldbNames.map((name) => `${name}-${version}`)),
  );
}

/** The path of the first installed Python that has Prometheus' own client library, with its parser. */
export function findMetricsPython() {
  return findExecutables('python3').find((python) =>
    succeeds(python, '-c', 'import prometheus_client.parser'),
  );
}

/** @satisfies {Record<string, Requirement & { tests: readonly string[] }>} */
export const testRequirements = {
  git: {
    name: 'Git',
    debianPackage: 'git',
    isPresent: () => succeeds('git', '--version'),
    tests: ['test/tools/freshClone.test.ts', 'test/tools/freshMachine.long.test.ts'],
  },
  python: {
    name: 'Python 3',
    debianPackage: 'python3',
    isPresent: () => succeeds('python3', '--version'),
    tests: [
      'test/editor/extension.test.ts',
      'test/editor/missingDebugger.test.ts',
      'test/editor/windows.test.ts',
      'test/processes/program/exitCodes.test.ts',
      'test/processes/program/output.test.ts',
      'test/processes/tree/tree.test.ts',
    ],
  },
  cargo: {
    name: 'Cargo',
    debianPackage: 'cargo',
    isPresent: () => !!findWorking('cargo', '--version'),
    tests: [
      'test/editor/debuggers.test.ts',
      'test/processes/build/builtProgram.test.ts',
      'test/processes/build/rust.test.ts',
      'test/vscode/debug/adapter/realAdapters.test.ts',
    ],
  },
  jdk: {
    name: 'a JDK',
    debianPackage: 'default-jdk-headless',
    isPresent: () => succeeds('javac', '-version'),
    tests: ['test/processes/build/java.test.ts'],
  },
  go: {
    name: 'Go',
    debianPackage: 'golang-go',
    isPresent: () => !!findWorking('go', 'version'),
    tests: [
      'test/editor/debuggers.test.ts',
      'test/processes/build/builtProgram.test.ts',
      'test/vscode/debug/adapter/realAdapters.test.ts',
    ],
  },
  delve: {
    name: 'Delve, the debugger of Go',
    debianPackage: 'delve',
    isPresent: () => !!findWorking('dlv', 'version'),
    tests: ['test/editor/debuggers.test.ts', 'test/vscode/debug/adapter/realAdapters.test.ts'],
  },
  debugpy: {
    name: 'debugpy, the debugger of Python',
    debianPackage: 'python3-debugpy',
    isPresent: () =>
      findExecutables('python3').some((python) => succeeds(python, '-c', 'import debugpy')),
    tests: ['test/editor/debuggers.test.ts', 'test/vscode/debug/adapter/realAdapters.test.ts'],
  },
  prometheusClient: {
    name: 'the Python client of Prometheus',
    debianPackage: 'python3-prometheus-client',
    isPresent: () => findMetricsPython() !== undefined,
    tests: ['test/common/metrics/exposition.test.ts', 'test/host/metrics/hostMetrics.test.ts'],
  },
  lldb: {
    name: 'the debug adapter of LLDB',
    debianPackage: 'lldb',
    isPresent: () => findLldbAdapter() !== undefined,
    tests: ['test/editor/debuggers.test.ts', 'test/vscode/debug/adapter/realAdapters.test.ts'],
  },
  fish: {
    name: 'the shell fish',
    debianPackage: 'fish',
    isPresent: () => succeeds('fish', '--version'),
    tests: ['test/cli/completion/shells.test.ts'],
  },
  zsh: {
    name: 'the shell zsh',
    debianPackage: 'zsh',
    isPresent: () => succeeds('zsh', '--version'),
    tests: ['test/cli/completion/shells.test.ts'],
  },
  kubectl: {
    name: 'kubectl',
    debianPackage: 'kubernetes-client',
    isPresent: () => !!findExecutable('kubectl'),
    tests: [
      'test/aspire/aspireRun.test.ts',
      'test/aspire/endings.test.ts',
      'test/aspire/manyProjects.test.ts',
      'test/editor/aspire/aspire.test.ts',
      'test/aspire/sample.test.ts',
    ],
  },
};

/**
 * The missing ones of these requirements.
 *
 * @param {readonly Requirement[]} [requirements]
 */
export function missingTestRequirements(requirements = Object.values(testRequirements)) {
  return requirements.filter((requirement) => !requirement.isPresent());
}

/**
 * Throws an error that says what to install if one of the tests' requirements is not there.
 *
 * @param {keyof typeof testRequirements} key
 */
export function assertPresent(key) {
  const { debianPackage, isPresent, name } = testRequirements[key];
  if (isPresent()) return;
  throw new Error(
    `This test needs ${name}, which is not installed (on Debian: ${debianPackage}). Install it, or run as root: node scripts/setup.mjs`,
  );
}
