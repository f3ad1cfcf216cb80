import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { type Log, messageOf } from '../../common/log.ts';
import { onValueChange } from './configuredValue.ts';
import type { HostOwner } from './hostOwner.ts';
import { settings, type SettingsScope } from './settings.ts';

const description =
  'Lets controllers such as Aspire, started in this terminal, run and debug their programs in this window.';

interface ScopedVariables {
  readonly scope: SettingsScope;
  readonly variables: vscode.EnvironmentVariableCollection;
}

/** Keeps the variables by which controllers find this window in every integrated terminal. */
export class TerminalVariables implements Disposable {
  readonly #variables: vscode.GlobalEnvironmentVariableCollection;
  readonly #hostOwner: HostOwner;
  readonly #log: Log;
  readonly #settingsChange: vscode.Disposable;
  readonly #foldersChange: vscode.Disposable;

  constructor(
    variables: vscode.GlobalEnvironmentVariableCollection,
    hostOwner: HostOwner,
    log: Log,
  ) {
    this.#variables = variables;
    this.#hostOwner = hostOwner;
    this.#log = log;
    // They are set once the endpoint is open: its port may have been taken by then.
    variables.persistent = false;
    variables.description = description;
    this.#settingsChange = onValueChange(
      [settings.terminalVariables, settings.runMode],
      () => void this.refresh(),
    );
    this.#foldersChange = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh());
  }

  /** Brings the terminals' variables in line with the settings and the workspace's trust. */
  async refresh(): Promise<void> {
    if (!settings.terminalVariables.get() || !vscode.workspace.isTrusted) {
      this.#variables.clear();
      return;
    }
    try {
      const host = await this.#hostOwner.host();
      for (const { scope, variables } of this.#collections()) {
        const environment = host.environment(settings.runMode.get(scope));
        for (const [name, value] of Object.entries(environment)) variables.replace(name, value);
      }
    } catch (error) {
      this.#log.error(`Terminals can't lead controllers to this window: ${messageOf(error)}`);
    }
  }

  /**
   * Of several extensions that replace a variable, the editor takes the first, so that a terminal could get
   * some of its variables from one endpoint and some from another. Those of a folder win over all others.
   */
  #collections(): readonly ScopedVariables[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const ofFolders = folders.map((workspaceFolder) => ({
      scope: workspaceFolder.uri,
      variables: this.#variables.getScoped({ workspaceFolder }),
    }));
    return [{ scope: undefined, variables: this.#variables }, ...ofFolders];
  }

  dispose(): void {
    this.#foldersChange.dispose();
    this.#settingsChange.dispose();
    this.#variables.clear();
  }
}
