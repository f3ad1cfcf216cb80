import * as vscode from 'vscode';
import { viewType } from './pageDocument.ts';

/**
 * Returns the editor group for a page: the one that has only pages, or a new one at the right, which the editor
 * locks (`workbench.editor.autoLockGroups`), so that sources open elsewhere.
 */
export function placeForPage(): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const ofPages = groups.find(({ tabs }) => tabs.length > 0 && tabs.every(isPage));
  if (ofPages !== undefined) return ofPages.viewColumn;
  const last = Math.max(...groups.map(({ viewColumn }) => viewColumn), 1);
  const { Beside, Eight, Five, Four, Nine, One, Seven, Six, Three, Two } = vscode.ViewColumn;
  return [One, Two, Three, Four, Five, Six, Seven, Eight, Nine][last] ?? Beside;
}

/** The editor adds a prefix to the view types of extensions. */
function isPage({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(`-${viewType}`);
}
