// Runs in the extension host of a real VS Code: how long a saved change takes to run in a page that
// is debugged.

import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { counterProfile } from '../support/counterProfile.ts';
import { untilIdle } from '../stops/idle.ts';
import { type Stop, Watch } from '../stops/watch.ts';
import { editCounter, shownAt } from './page.ts';
import type { EditTimes, HotReloadTask } from './task.ts';

export async function run(): Promise<void> {
  const file = process.env['HOT_RELOAD_TASK'] ?? '';
  const task = JSON.parse(await readFile(file, 'utf8')) as HotReloadTask;
  await writeFile(task.results, JSON.stringify(await makeEdits(task)));
}

async function makeEdits({ edits, project, source }: HotReloadTask): Promise<EditTimes> {
  const document = await vscode.workspace.openTextDocument(source);
  // Without the byte order mark of the file, which stays when it is saved.
  const stock = document.getText();
  await vscode.window.showTextDocument(document);
  const place = document.positionAt(stock.indexOf('currentCount++'));
  const location = new vscode.Location(document.uri, place);
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
  const watch = new Watch();
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
    type: 'ide-session',
    request: 'launch',
    name: 'edited',
    project,
    launchProfile: counterProfile,
  });
  await goOn(await watch.stop(), watch);
  const shown: number[] = [];
  const stopped: number[] = [];
  for (let count = 1; count <= edits; count++) {
    await untilIdle();
    const begun = Date.now();
    await save(document, editCounter(stock, count));
    const stop = await watch.stop();
    await stop.session.customRequest('stackTrace', { threadId: stop.threadId });
    stopped.push(Date.now() - begun);
    await goOn(stop, watch);
    // At the stop, it would be evaluated as C#.
    shown.push((await ask(stop, shownAt(count))) - begun);
  }
  await vscode.debug.stopDebugging();
  await watch.over();
  return { shown, stopped };
}

/** Replaces the text of a document, and saves it. */
async function save(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(
    document.positionAt(0),
    document.positionAt(document.getText().length),
  );
  edit.replace(document.uri, all, text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

async function goOn({ session, threadId }: Stop, watch: Watch): Promise<void> {
  const goesOn = watch.goesOn();
  await session.customRequest('continue', { threadId });
  await goesOn;
}

/** Evaluates a JavaScript expression with a number in a page. */
async function ask({ session }: Stop, expression: string): Promise<number> {
  const answer = (await session.customRequest('evaluate', { expression, context: 'repl' })) as {
    result: string;
  };
  return Number(answer.result);
}
