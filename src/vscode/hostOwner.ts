import * as vscode from 'vscode';
import { systemClock } from '../common/clock.ts';
import { HumanError } from '../common/humanError.ts';
import type { Log } from '../common/log.ts';
import { SessionHost } from '../endpoint/sessionHost.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import { DebugSessions } from './debugSessions.ts';
import { createEditorRunner } from './editorRunner.ts';
import { inheritedEnvironment } from './environment.ts';
import { settings } from './settings.ts';

/** How long a program may take to end once the window closes, in milliseconds. */
const graceAtClose = 1_500;

/** Owns the window's one session host, which is opened by whoever needs it first. */
export class HostOwner {
  readonly #log: Log;
  readonly #logFolder: string;
  readonly #preload: string;
  readonly #debugSessions = new DebugSessions();
  #host: Promise<SessionHost> | undefined;
  #isClosing = false;

  constructor(log: Log, context: vscode.ExtensionContext) {
    this.#log = log;
    this.#logFolder = vscode.Uri.joinPath(context.logUri, 'sessions').fsPath;
    this.#preload = context.asAbsolutePath('media/inspectorPreload.cjs');
  }

  /** The host, opened if it wasn't. Throws a HumanError in an untrusted workspace. */
  async host(): Promise<SessionHost> {
    if (!vscode.workspace.isTrusted) {
      throw new HumanError(
        'UntrustedWorkspace',
        'This workspace is not trusted, so nothing is started in it. Trust it by the command Workspaces: Manage Workspace Trust.',
      );
    }
    this.#host ??= this.#open();
    try {
      return await this.#host;
    } catch (error) {
      // Whoever asks next may be luckier.
      this.#host = undefined;
      throw error;
    }
  }

  /** Ends all sessions and closes the host, soon enough for a window that closes. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const host = await this.#host?.catch(() => undefined);
    await host?.close();
    this.#debugSessions.dispose();
  }

  async #open(): Promise<SessionHost> {
    const launchContext: LaunchContext = {
      workspace: workspaceFolder(),
      environment: inheritedEnvironment(process.env),
      platform: process.platform,
    };
    const programOptions = {
      clock: systemClock,
      grace: () => (this.#isClosing ? graceAtClose : settings.stopGrace()),
    };
    const runner = createEditorRunner({
      launchContext,
      programOptions,
      debugSessions: this.#debugSessions,
      preload: this.#preload,
      requestStop: (name) => host.sessions.stop(name),
    });
    const host = await SessionHost.open({
      runner,
      launchContext,
      settings: settings.host(),
      clock: systemClock,
      log: this.#log,
      logFolder: this.#logFolder,
      port: 0,
    });
    this.#log.info(`The endpoint listens on https://localhost:${host.endpoint.port}.`);
    return host;
  }
}

/** Relative paths start from the first folder, or from the home folder where none is open. */
function workspaceFolder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  return first?.uri.fsPath ?? process.env['HOME'] ?? process.cwd();
}
