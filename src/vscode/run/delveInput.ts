import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import type { EmptyInputScripts } from '../../processes/program/emptyInput.ts';
import { isOfHost } from '../debug/debugSessions.ts';

/**
 * Gives Go programs under Delve an empty stdin. They inherit that of Delve, which the Go extension starts with
 * a pipe that it never closes, and `dlv dap` can't redirect it.
 */
export class DelveInput implements vscode.DebugConfigurationProvider, Disposable {
  readonly #scripts: EmptyInputScripts;
  readonly #registration: Disposable;

  constructor(scripts: EmptyInputScripts) {
    this.#scripts = scripts;
    this.#registration = vscode.debug.registerDebugConfigurationProvider('go', this);
  }

  /** Called when the Go extension has found Delve and set `dlvToolPath`. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    const { dlvToolPath: delve, request } = configuration;
    const isStarted = isOfHost(configuration) && request === 'launch' && typeof delve === 'string';
    if (!isStarted) return configuration;
    return { ...configuration, dlvToolPath: await this.#scripts.scriptFor(delve) };
  }

  dispose(): void {
    this.#registration.dispose();
    void this.#scripts.remove();
  }
}
