import { delimiter } from 'node:path';
import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import type { Disposable } from '../../common/disposable.ts';
import { createShim, writeShim } from './commandShim.ts';
import { toShellCommands } from './shellCommands.ts';
import type { HostOwner } from './hostOwner.ts';
import { settings } from './settings.ts';

/** The id of the terminal profile in package.json. */
const profile = 'ideSessionHost.terminal';

type HostTerminalsContext = Pick<vscode.ExtensionContext, 'asAbsolutePath' | 'globalStorageUri'>;

/** Terminals that lead controllers to the window, with the command `ide-session-host` in PATH. */
export class HostTerminals implements Disposable {
  readonly #hostOwner: HostOwner;
  readonly #context: HostTerminalsContext;
  readonly #provider: vscode.Disposable;

  constructor(hostOwner: HostOwner, context: HostTerminalsContext) {
    this.#hostOwner = hostOwner;
    this.#context = context;
    this.#provider = vscode.window.registerTerminalProfileProvider(profile, {
      provideTerminalProfile: async () =>
        new vscode.TerminalProfile(await this.#options(localize('IDE Session'))),
    });
  }

  /** Opens a terminal for a controller. Throws a HumanError in an untrusted workspace. */
  async open(): Promise<void> {
    vscode.window.createTerminal(await this.#options(localize('Controller'))).show();
  }

  /** Copies the variables for a controller as commands for a shell. They contain a token. */
  async copyEnvironment(): Promise<void> {
    const variables = Object.entries(await this.#variables());
    await vscode.env.clipboard.writeText(toShellCommands(variables, process.platform));
  }

  dispose(): void {
    this.#provider.dispose();
  }

  async #options(name: string): Promise<vscode.TerminalOptions> {
    return { name, env: { ...(await this.#variables()), PATH: await this.#searchPath() } };
  }

  async #variables(): Promise<Record<string, string>> {
    const host = await this.#hostOwner.host();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    return host.environment(settings.runMode.get(folder?.uri));
  }

  /** The search path, with the folder of the command in front. */
  async #searchPath(): Promise<string> {
    const folder = vscode.Uri.joinPath(this.#context.globalStorageUri, 'bin').fsPath;
    const script = this.#context.asAbsolutePath('dist/cli.js');
    const { execPath: node, platform } = process;
    await writeShim(folder, createShim({ node, script, platform }));
    return [folder, process.env['PATH'] ?? ''].join(delimiter);
  }
}
