import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { Controller, type ControllerOptions } from '../../../tools/controller/controller.ts';

/** Opens a terminal that runs a program. */
type OpenTerminal = (options: vscode.TerminalOptions) => unknown;

/** The variables of a new terminal, as a controller started there would find them. */
export async function terminalVariables(
  open: OpenTerminal = (options) => vscode.window.createTerminal(options),
): Promise<Record<string, string>> {
  await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  const folder = await mkdtemp(join(tmpdir(), 'terminal-variables-'));
  const file = join(folder, 'variables.json');
  const code = `require('node:fs').writeFileSync(process.argv[1], JSON.stringify(process.env), { mode: 0o600 })`;
  const name = basename(folder);
  const over = closed(name);
  void open({ name, shellPath: process.execPath, shellArgs: ['-e', code, file] });
  await over;
  const variables = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  await rm(folder, { recursive: true });
  return variables;
}

/** The variables of an endpoint among these. */
export function endpointVariables(
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const own = Object.entries(variables).filter(([name]) => name.startsWith('DEBUG_SESSION_'));
  return Object.fromEntries(own);
}

function closed(name: string): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.window.onDidCloseTerminal((one) => {
      if (one.creationOptions.name !== name) return;
      listener.dispose();
      resolve();
    });
  });
}

/** A controller that was started in a terminal of this window and is connected. */
export async function connectedController(options: ControllerOptions = {}): Promise<Controller> {
  const controller = Controller.fromEnvironment(await terminalVariables(), options);
  await controller.connect();
  return controller;
}
