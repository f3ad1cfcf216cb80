// Runs in the extension host of a real VS Code: shows a page in a tab, and measures what that costs.

import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { PageViewStep, SuiteFigures } from './task.ts';
import { measureWebview } from './webview.ts';

/** How long a new window is busy with itself, in milliseconds. */
const startTime = 5_000;

/** How long the processor time is measured, in milliseconds. */
const measuredTime = 10_000;

/** How long it is busy with what a command has caused, in milliseconds. */
const settleTime = 5_000;

export async function run(): Promise<void> {
  await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  await pause(startTime);
  const before = await measureShare();
  await vscode.debug.startDebugging(undefined, {
    type: 'ide-session',
    request: 'attach',
    name: 'Measured page',
    url: process.env['PAGE_VIEW_URL'],
  });
  await ask('measure');
  const known = await ask('count frames');
  const still = await measureShare();
  const stillFrames = (await ask('count frames')) - known;
  await ask('move');
  await hideTab();
  const hidden = await measureShare();
  await vscode.debug.stopDebugging();
  const none = (before + (await measureShare())) / 2;
  const webview = await measureWebview();
  const figures: SuiteFigures = { none, still, hidden, stillFrames, webview };
  await writeFile(process.env['PAGE_VIEW_RESULTS'] ?? '', JSON.stringify(figures));
}

async function measureShare(): Promise<number> {
  // The end of what went before.
  await pause(settleTime);
  const { system, user } = process.cpuUsage();
  await pause(measuredTime);
  const used = process.cpuUsage();
  const milliseconds = (used.user - user + used.system - system) / 1_000;
  return (milliseconds / measuredTime) * 100;
}

/** Shows another tab in the group of the page's. */
async function hideTab(): Promise<void> {
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputWebview),
  );
  if (group === undefined) throw new Error('There is no tab with a page.');
  const other = await vscode.workspace.openTextDocument({ content: 'Another tab.' });
  await vscode.window.showTextDocument(other, { viewColumn: group.viewColumn });
}

async function ask(step: PageViewStep): Promise<number> {
  const response = await fetch(process.env['PAGE_VIEW_DRIVER'] ?? '', {
    method: 'POST',
    body: step,
  });
  if (!response.ok) throw new Error(await response.text());
  return Number(await response.text());
}
