import * as vscode from 'vscode';
import {
  createSettingReader,
  type SettingName,
  type SettingReader,
} from '../../common/settings.ts';

const section = 'ideSessionHost';

/** The scope of a setting, since workspace folders can have different settings. */
export type SettingsScope = vscode.Uri | undefined;

/** A value that is read from settings on demand. */
interface ConfiguredValue {
  /** The settings that determine it. */
  readonly names: readonly SettingName[];
}

/** A value for the whole window. */
export interface WindowValue<T> extends ConfiguredValue {
  get(): T;
}

/** A value that can differ between folders. */
export interface FolderValue<T> extends ConfiguredValue {
  get(scope: SettingsScope): T;
}

export function windowValue<T>(
  names: readonly SettingName[],
  read: (setting: SettingReader) => T,
): WindowValue<T> {
  return { names, get: () => read(readerFor(undefined)) };
}

export function folderValue<T>(
  names: readonly SettingName[],
  read: (setting: SettingReader) => T,
): FolderValue<T> {
  return { names, get: (scope) => read(readerFor(scope)) };
}

/** Calls the listener when a setting of one of these values has changed in any folder. */
export function onValueChange(
  values: readonly ConfiguredValue[],
  listener: () => void,
): vscode.Disposable {
  const names = values.flatMap((value) => value.names);
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (names.some((name) => change.affectsConfiguration(`${section}.${name}`))) listener();
  });
}

function readerFor(scope: SettingsScope): SettingReader {
  const configuration = vscode.workspace.getConfiguration(section, scope ?? null);
  return createSettingReader((name) => configuration.get(name));
}
