// The temporary folder of all files of an editor.

import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Settings that keep an editor from doing anything that no test needs. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
};

/** Creates an editor's folder: its settings, its installed extensions, and an empty workspace. */
export function makeEditorFolder(
  settings: Readonly<Record<string, unknown>> = {},
  installedExtensions: readonly string[] = [],
  machineSettings: Readonly<Record<string, string>> = {},
): string {
  const folder = realpathSync(mkdtempSync(join(temporaryRoot(), 'ide-session-host-')));
  try {
    const settingsFolder = join(folder, 'data', 'User');
    const machineFolder = join(folder, 'data', 'Machine');
    for (const made of [
      settingsFolder,
      machineFolder,
      join(folder, 'workspace'),
      join(folder, 'tmp'),
    ]) {
      mkdirSync(made, { recursive: true });
    }
    writeFileSync(
      join(settingsFolder, 'settings.json'),
      JSON.stringify({ ...quietSettings, ...settings }, undefined, 2),
    );
    writeFileSync(join(machineFolder, 'settings.json'), JSON.stringify(machineSettings));
    mkdirSync(join(folder, 'extensions'));
    for (const extension of installedExtensions) link(extension, join(folder, 'extensions'));
    return folder;
  } catch (error) {
    removeEditorFolder(folder);
    throw error;
  }
}

/** Removes the folder of an editor without a guardian. */
export function removeEditorFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function link(extension: string, installed: string): void {
  const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  symlinkSync(
    resolve(extension),
    join(installed, `${manifest.publisher}.${manifest.name}-${manifest.version}`),
  );
}

function temporaryRoot(): string {
  // The length of socket paths is limited, and macOS's own temporary folder has a long path.
  return process.platform === 'darwin' ? '/tmp' : tmpdir();
}
