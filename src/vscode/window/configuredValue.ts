import * as vscode from 'vscode';
import {
  createSettingReader,
  type SettingName,
  type SettingReader,
} from '../../common/settings.ts';

const section = 'ideSessionHost';

/** The file or folder for which a setting is read: those of a workspace's folders may differ. */
export type SettingsScope = vscode.Uri | undefined;

/** A value that settings give, read when it is asked for. */
interface ConfiguredValue {
  /** The settings that it is read from. */
  readonly names: readonly SettingName[];
}

/** A value that is the same for all folders of a window. */
export interface WindowValue<T> extends ConfiguredValue {
  get(): T;
}

/** A value that can differ by folder. */
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

/** Calls back when a setting of one of these values has changed, in any folder. */
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
