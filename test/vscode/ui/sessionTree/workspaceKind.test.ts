import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import manifest from '../../../../package.json' with { type: 'json' };
import strings from '../../../../package.nls.json' with { type: 'json' };
import '../../../../tools/fixtures/editorStandIn.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';

const kinds = ['client', 'appHost', 'project', 'none'] as const;

const { toWorkspaceKind } = await import('../../../../src/vscode/ui/sessionTree/workspaceKind.ts');

test('the welcome content depends on the projects of the workspace, AppHosts first', async (context) => {
  const folder = await temporaryFolder(context);
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const tool = await write('Tool.csproj', '<Project Sdk="Microsoft.NET.Sdk" />');
  const client = await write(
    'Client.csproj',
    '<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly" />',
  );
  const appHost = await write('AppHost.csproj', '<Project Sdk="Aspire.AppHost.Sdk/13.0.0" />');
  const missing = join(folder, 'Missing.csproj');
  assert.equal(await toWorkspaceKind([]), 'none');
  assert.equal(await toWorkspaceKind([missing, tool]), 'project');
  assert.equal(await toWorkspaceKind([tool, client]), 'client');
  assert.equal(await toWorkspaceKind([tool, client, appHost]), 'appHost');
});

test('each kind of workspace has welcome content that starts something', () => {
  const translated: Readonly<Record<string, string>> = strings;
  const starts = /command:(ideSessionHost\.(start|openSample)|debug\.addConfiguration)\)/;
  for (const kind of kinds) {
    const shown = manifest.contributes.viewsWelcome.filter(({ when }) =>
      when.endsWith(`ideSessionHost.workspace == ${kind}`),
    );
    assert.equal(shown.length, 1, kind);
    assert.match(translated[shown[0]?.contents.slice(1, -1) ?? ''] ?? '', starts, kind);
  }
});
