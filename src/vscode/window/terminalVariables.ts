import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { localize } from '../../common/localization.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { onValueChange } from './configuredValue.ts';
import type { HostOwner } from './hostOwner.ts';
import { settings, type SettingsScope } from './settings.ts';

interface ScopedVariables {
  readonly scope: SettingsScope;
  readonly variables: vscode.EnvironmentVariableCollection;
}

/** Sets the variables that tell controllers this window in all integrated terminals. */
export class TerminalVariables implements Disposable {
  readonly #variables: vscode.GlobalEnvironmentVariableCollection;
  readonly #hostOwner: HostOwner;
  readonly #log: Log;
  readonly #settingsChange: vscode.Disposable;
  readonly #foldersChange: vscode.Disposable;
  /** How often the variables were updated, to recognize an update that another one has overtaken. */
  #updates = 0;

  constructor(
    variables: vscode.GlobalEnvironmentVariableCollection,
    hostOwner: HostOwner,
    log: Log,
  ) {
    this.#variables = variables;
    this.#hostOwner = hostOwner;
    this.#log = log;
    // Not persistent, since the endpoint may get another port.
    variables.persistent = false;
    variables.description = localize(
      'Lets controllers such as Aspire, started in this terminal, run and debug their programs in this window.',
    );
    this.#settingsChange = onValueChange(
      [settings.terminalVariables, settings.runMode],
      () => void this.refresh(),
    );
    this.#foldersChange = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh());
  }

  /** Updates the variables after a change of settings or workspace trust. */
  async refresh(): Promise<void> {
    const update = ++this.#updates;
    if (!settings.terminalVariables.get() || !vscode.workspace.isTrusted) {
      this.#variables.clear();
      return;
    }
    try {
      const host = await this.#hostOwner.host();
      if (update !== this.#updates) return;
      for (const { scope, variables } of this.#collections()) {
        const environment = host.environment(settings.runMode.get(scope));
        for (const [name, value] of Object.entries(environment)) variables.replace(name, value);
      }
    } catch (error) {
      this.#log.error(
        `The variables of terminals can't be set, so controllers started there won't find this window: ${getMessage(error)}`,
      );
    }
  }

  /**
   * If several extensions replace a variable, the editor uses the first one, so a terminal could mix variables
   * of different endpoints. Variables of a folder scope take precedence over all others.
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
    this.#updates++;
    this.#foldersChange.dispose();
    this.#settingsChange.dispose();
    this.#variables.clear();
  }
}
