import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands, window, workspace } from '../../../tools/fixtures/editorStandIn.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const { ProjectEditors } = await import('../../../src/vscode/ui/editorPlaces/projectEditors.ts');

test('editors of C#, Razor and project files of a project have buttons to start it', async (context) => {
  const folder = await temporaryFolder(context);
  const app = join(folder, 'App');
  await mkdir(join(app, 'Pages'), { recursive: true });
  await writeFile(join(app, 'App.csproj'), '<Project />');
  const own = ['App.csproj', 'Program.cs', 'Pages/Counter.razor'].map((name) => join(app, name));
  const others = [join(app, 'app.css'), join(folder, 'Loose.cs')];
  const { executeCommand } = commands;
  const { getWorkspaceFolder } = workspace;
  let shown: unknown;
  Object.assign(commands, {
    executeCommand: (...[, key, value]: readonly unknown[]) => {
      if (key === 'ideSessionHost.projectFiles') shown = value;
      return Promise.resolve();
    },
  });
  workspace.getWorkspaceFolder = () => ({ uri: { fsPath: folder } });
  Object.assign(window, {
    onDidChangeVisibleTextEditors: () => ({ dispose: () => undefined }),
    visibleTextEditors: [...own, ...others].map((fsPath) => ({
      document: { uri: { scheme: 'file', fsPath } },
    })),
  });
  const editors = new ProjectEditors();
  context.after(() => {
    editors.dispose();
    Object.assign(commands, { executeCommand });
    workspace.getWorkspaceFolder = getWorkspaceFolder;
  });
  await until('the editors are known', () => shown !== undefined);
  assert.deepEqual(shown, own);
});
