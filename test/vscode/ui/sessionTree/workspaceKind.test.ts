import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import '../../../../tools/fixtures/editorStandIn.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';

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
