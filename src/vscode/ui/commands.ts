import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { getMessage } from '../../common/log.ts';
import type { HostTerminals } from '../window/hostTerminals.ts';
import type { LogCommands } from './sessionLog/logCommands.ts';
import { showError } from './notifications.ts';
import type { PageCommands } from './pageView/pageCommands.ts';
import type { SessionCommands } from './sessionCommands.ts';
import type { WindowApi } from '../window/windowApi.ts';

/** Registers the commands. */
export function registerCommands(
  terminals: HostTerminals,
  sessionCommands: SessionCommands,
  pageCommands: PageCommands,
  logCommands: LogCommands,
  api: WindowApi,
  log: vscode.LogOutputChannel,
): Disposable {
  const owned = new DisposableStore();
  const register = (name: string, action: (argument: unknown) => Promise<void> | void): void => {
    const command = vscode.commands.registerCommand(`ideSessionHost.${name}`, (argument: unknown) =>
      reporting(() => action(argument)),
    );
    owned.add(command);
  };
  register('start', () => sessionCommands.start());
  register('stop', () => sessionCommands.stop());
  register('stopAll', () => sessionCommands.stopAll());
  register('restart', () => sessionCommands.restart());
  register('restartWithDebugger', () => sessionCommands.restart('Debug'));
  register('restartWithoutDebugger', () => sessionCommands.restart('NoDebug'));
  for (const change of ['attachDebugger', 'detachDebugger'] as const) {
    register(change, () => sessionCommands.changeDebugger(change));
  }
  register('diagnose', () => sessionCommands.diagnose());
  register('showPage', () => pageCommands.show());
  register('reloadPage', () => pageCommands.reload());
  register('copyPageAddress', () => pageCommands.copyAddress());
  register('showLog', (session) => logCommands.show(toName(session)));
  register('showWholeLog', (session) => logCommands.showWhole(toName(session)));
  register('showHostLog', () => log.show());
  register('openTerminal', () => terminals.open());
  register('openKubeconfig', () => api.openKubeconfig());
  return owned;
}

/** The name of the session that a command is for, if it was run with one. */
function toName(argument: unknown): string | undefined {
  return typeof argument === 'string' ? argument : undefined;
}

/** Shows errors of a command. */
async function reporting(action: () => Promise<void> | void): Promise<void> {
  try {
    await action();
  } catch (error) {
    void showError(getMessage(error));
  }
}
