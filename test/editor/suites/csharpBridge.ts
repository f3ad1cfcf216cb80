import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DebugView, pressStop } from './debugView.ts';
import { file } from './workspace.ts';

interface Bridge {
  readonly configurations: readonly vscode.DebugConfiguration[];
}

/** Starts a client with the setting for the C# extension's bridge, and stops it. */
export async function run(): Promise<void> {
  const view = new DebugView();
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
    type: 'ide-session',
    request: 'launch',
    name: 'client',
    project: file('BlazorApp.csproj'),
    launchProfile: '',
    browser: 'msedge',
  });
  const page = await view.session('blazorwasm', 'BlazorApp');
  const bridge = vscode.extensions.getExtension<Bridge>('ms-dotnettools.csharp');
  const [configuration] = (await bridge?.activate())?.configurations ?? [];
  assert.ok(configuration !== undefined, 'the bridge was given nothing');
  assert.equal(configuration.request, 'attach');
  assert.equal(configuration['browser'], 'edge');
  assert.equal(configuration['cwd'], file('.'));
  assert.equal(configuration['webRoot'], join(file('.'), 'wwwroot'));
  const answer = await fetch(String(configuration['url']));
  assert.match(await answer.text(), /blazor\.webassembly\.js/);
  assert.equal(page.parentSession?.type, 'ide-session');
  await pressStop(page);
  await view.empty();
  await assert.rejects(fetch(String(configuration['url'])), 'the server still runs');
  view.dispose();
}
