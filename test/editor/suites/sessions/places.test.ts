import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { file } from '../workspace.ts';
import { row } from './rows.ts';

/** A project that can't be evaluated, so that its starts fail at once. */
const project = file('broken/Broken.csproj');
const files = {
  'broken/Broken.csproj': '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n</Project>\n',
  'broken/Program.cs': '// Nothing runs it.\n',
  'broken/Properties/launchSettings.json':
    '{\n  "profiles": {\n    "http": { "commandName": "Project" }\n  }\n}\n',
} as const;

async function open(name: keyof typeof files): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file(name)));
}

/** Performs an action, and resolves to the debug configuration that it starts. */
async function startedBy(action: () => Promise<unknown>): Promise<vscode.DebugConfiguration> {
  const started = new Promise<vscode.DebugConfiguration>((resolve) => {
    const listener = vscode.debug.onDidStartDebugSession(({ configuration }) => {
      listener.dispose();
      resolve(configuration);
    });
  });
  await action();
  return started;
}

describe('Where projects are shown', () => {
  useFixture();

  before(async () => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(file(name)), { recursive: true });
      await writeFile(file(name), text);
    }
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(dirname(project), { recursive: true });
  });

  it('an editor starts the project of its file, and a failure is shown once in each place', async () => {
    // An open console shows the session that starts; otherwise the oldest one is shown later.
    await vscode.commands.executeCommand('workbench.debug.action.focusRepl');
    await open('broken/Program.cs');
    const button = '.editor-actions [aria-label*="Debug Project"]';
    const started = await startedBy(() => ask({ do: 'click', selector: button, text: '' }));
    assert.deepEqual([started['project'], started['noDebug'] ?? false], [project, false]);
    await ask({ do: 'read notification', text: 'Broken.csproj(3,3)' });
    const shown = await ask({ do: 'read console', text: 'Broken.csproj(3,3)' });
    assert.equal(shown.filter((line) => line.includes('Broken.csproj(3,3)')).length, 1);
    const problems = vscode.languages.getDiagnostics(vscode.Uri.file(project));
    assert.deepEqual(
      problems.map(({ range, source }) => [range.start.line, range.start.character, source]),
      [[2, 2, 'IDE Session Host']],
    );
    await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
    const rows = await ask({ do: 'read', selector: row, text: 'Broken.csproj(3,3)' });
    assert.equal(rows.filter((one) => one.includes('Broken.csproj(3,3)')).length, 1);
  });

  it('a file of no project says so', async () => {
    const uri = vscode.Uri.file(file('serve.js'));
    await vscode.commands.executeCommand('ideSessionHost.runProject', uri);
    await ask({
      do: 'read notification',
      text: 'No .NET project of the workspace contains the file ',
    });
  });

  it("the explorer's menu of a project runs it", async () => {
    await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(project));
    const entry = '.explorer-folders-view .monaco-list-row';
    const { noDebug, ...started } = await startedBy(() =>
      ask({ do: 'pick from menu', selector: entry, text: 'Broken.csproj', label: 'Run Project' }),
    );
    assert.deepEqual([started['project'], noDebug], [project, true]);
  });

  it('a launch profile in launch settings is debugged by a click above it', async () => {
    await open('broken/Properties/launchSettings.json');
    const lens = '.codelens-decoration a';
    const started = await startedBy(() => ask({ do: 'click', selector: lens, text: 'Debug' }));
    assert.deepEqual([started['project'], started['launchProfile']], [project, 'http']);
  });
});
