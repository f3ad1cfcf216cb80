import { mkdir, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { file } from '../../workspace.ts';
import type { AppView } from '../appView.ts';

/**
 * Replaces the entries of the workspace's launch.json, and waits until the editor has read them.
 */
export async function writeLaunchJson(view: AppView, configurations: readonly object[]) {
  await mkdir(file('.vscode'), { recursive: true });
  await writeFile(file('.vscode/launch.json'), JSON.stringify({ configurations }, undefined, 2));
  await taken(view, JSON.stringify(configurations));
}

/** Removes the workspace's launch.json, and waits until the editor has noticed. */
export async function removeLaunchJson(view: AppView): Promise<void> {
  await rm(file('.vscode'), { recursive: true, force: true });
  await taken(view, '[]');
}

async function taken(view: AppView, expected: string): Promise<void> {
  await view.until(`the launch configurations ${expected}`, () => {
    const shown = vscode.workspace.getConfiguration('launch').get('configurations', []);
    return JSON.stringify(shown) === expected || undefined;
  });
}
