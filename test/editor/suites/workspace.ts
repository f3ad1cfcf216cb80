import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { pollUntil } from '../../../tools/fixtures/waiting.ts';

/** The absolute path of a file of the workspace. */
export function file(name: string): string {
  return join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', name);
}

/**
 * Opens a file of the workspace, once the editor has its current text: a document that is open
 * already is only reloaded some time after its file was written.
 */
export async function openCurrent(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file(name));
  await pollUntil(`the document ${name} has the text of its file`, 120_000, async () => {
    return document.getText() === (await readFile(file(name), 'utf8'));
  });
  return document;
}

/** Sets a breakpoint in a file of the workspace; lines count from 1. */
export function breakAt(name: string, line: number): void {
  const place = new vscode.Location(vscode.Uri.file(file(name)), new vscode.Position(line - 1, 0));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
}

export function removeBreakpoints(): void {
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
}

/** Whether a process with this id runs. */
export function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Changes a setting during `action`. */
export async function withSetting(
  name: string,
  value: unknown,
  action: () => Promise<void>,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await action();
  } finally {
    await configuration.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

/** Changes settings for the tests of the surrounding suite. */
export function useSettings(values: Readonly<Record<string, unknown>>): void {
  const update = async (value: (name: string) => unknown): Promise<void> => {
    const configuration = vscode.workspace.getConfiguration();
    for (const name of Object.keys(values)) {
      await configuration.update(name, value(name), vscode.ConfigurationTarget.Global);
    }
  };
  before(() => update((name) => values[name]));
  after(() => update(() => undefined));
}
