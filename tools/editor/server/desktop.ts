// The same suites in a desktop VS Code, which is downloaded unless an installed one is given.

import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
  TestRunFailedError,
} from '@vscode/test-electron';

import { emptyExtension } from '../codeServer.ts';
import { makeEditorFolder, removeEditorFolder } from './editorFolder.ts';
import type { ServeOptions } from './serveOptions.ts';

/** Options for a suite in desktop VS Code. */
export interface DesktopOptions extends ServeOptions {
  readonly suite: string;
  /** The version to download, or "stable", which is the default. */
  readonly version?: string;
  /** An installed VS Code to run instead of a download. */
  readonly executable?: string;
}

/** Runs a suite in desktop VS Code; returns 0 if it passed, otherwise 1. */
export async function runSuiteInDesktop(options: DesktopOptions): Promise<number> {
  const executable = options.executable ?? (await download(options.version ?? 'stable'));
  const folder = makeEditorFolder(options.settings);
  const profile = [
    `--user-data-dir=${join(folder, 'data')}`,
    `--extensions-dir=${join(folder, 'extensions')}`,
  ];
  try {
    for (const file of options.packages ?? []) {
      install(executable, [...profile, '--install-extension', resolve(file)]);
    }
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: (options.extensions ?? [emptyExtension]).map((extension) =>
        resolve(extension),
      ),
      extensionTestsPath: resolve(options.suite),
      extensionTestsEnv: options.environment ?? {},
      launchArgs: [resolve(options.workspace ?? join(folder, 'workspace')), ...profile],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError && error.code === 1) return 1;
    throw error;
  } finally {
    removeEditorFolder(folder);
  }
}

function install(executable: string, installArguments: readonly string[]): void {
  const [command = executable, ...first] = resolveCliArgsFromVSCodeExecutablePath(executable, {
    reuseMachineInstall: true,
  });
  execFileSync(command, [...first, ...installArguments], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

async function download(version: string): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version, extractSync: true });
  } catch (error) {
    throw new Error(
      `VS Code (${version}) could not be downloaded: ${(error as Error).message}\n` +
        'Name an installed one with --executable, or run the same suites in code-server, which needs no download.',
      { cause: error },
    );
  }
}
