import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Controller, type ControllerOptions } from '../../controller/controller.ts';

/** The variables of a terminal that was just opened, as a controller started there would find them. */
export async function terminalVariables(): Promise<Record<string, string>> {
  await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  const folder = await mkdtemp(join(tmpdir(), 'terminal-variables-'));
  const file = join(folder, 'variables.json');
  const code = `require('node:fs').writeFileSync(process.argv[1], JSON.stringify(process.env), { mode: 0o600 })`;
  const terminal = vscode.window.createTerminal({
    name: 'variables',
    shellPath: process.execPath,
    shellArgs: ['-e', code, file],
  });
  await closed(terminal);
  const variables = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  await rm(folder, { recursive: true });
  return variables;
}

function closed(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.window.onDidCloseTerminal((one) => {
      if (one !== terminal) return;
      listener.dispose();
      resolve();
    });
  });
}

/** A controller that was started in a terminal of this window and listens. */
export async function connectedController(options: ControllerOptions = {}): Promise<Controller> {
  const controller = Controller.fromEnvironment(await terminalVariables(), options);
  await controller.connect();
  return controller;
}
