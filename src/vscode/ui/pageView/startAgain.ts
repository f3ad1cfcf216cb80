import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import { getLocalizedMessage } from '../../../common/humanError.ts';
import type { KeptSession } from '../../../pageView/messages/keptSession.ts';
import { debugType } from '../../debug/debugSessions.ts';
import { showError } from '../notifications.ts';
import type { RecentConfigurations } from '../recentConfigurations.ts';

/** The properties of which a configuration of the user has one. */
const startable = ['project', 'controller', 'url'];

/** A configuration to start: by its name in launch.json, or as it was started. */
interface Startable {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: string | vscode.DebugConfiguration;
}

/** Starts sessions again whose window was reloaded. */
export class StartAgain {
  readonly #recent: RecentConfigurations;

  constructor(recent: RecentConfigurations) {
    this.#recent = recent;
  }

  /**
   * Returns what to keep of the debug session that the user has started: this one or its parent, such as a
   * controller's. Configurations are not kept themselves, since their variables may be secret.
   */
  keep(session: vscode.DebugSession): KeptSession | undefined {
    let root = session;
    while (root.parentSession !== undefined) root = root.parentSession;
    const { configuration, type, workspaceFolder } = root;
    const isOfUser = startable.some((property) => configuration[property] !== undefined);
    if (type !== debugType || !isOfUser) return undefined;
    return {
      configuration: configuration.name,
      ...(workspaceFolder && { folder: workspaceFolder.uri.toString() }),
    };
  }

  canStart(kept: KeptSession): boolean {
    return this.#find(kept) !== undefined;
  }

  /** Starts the session. Failures are shown. */
  async start(kept: KeptSession): Promise<void> {
    const found = this.#find(kept);
    if (found === undefined) {
      void showError(
        localize('The configuration {name} no longer exists. Start another one.', {
          name: kept.configuration,
        }),
      );
      return;
    }
    try {
      await vscode.debug.startDebugging(found.folder, found.configuration);
    } catch (error) {
      void showError(getLocalizedMessage(error));
    }
  }

  #find({ configuration: name, folder: uri }: KeptSession): Startable | undefined {
    const folder = vscode.workspace.workspaceFolders?.find((one) => one.uri.toString() === uri);
    if (uri !== undefined && folder === undefined) return undefined;
    const inFile = vscode.workspace
      .getConfiguration('launch', folder)
      .get<readonly vscode.DebugConfiguration[]>('configurations', [])
      .some((one) => one.type === debugType && one.name === name);
    if (inFile) return { folder, configuration: name };
    const recent = this.#recent
      .list()
      .find((one) => one.configuration.name === name && one.folder?.uri.toString() === uri);
    return recent && { folder, configuration: recent.configuration };
  }
}
