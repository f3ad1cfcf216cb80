import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type DebugHost,
  findDebugHost,
  type HostedProject,
} from '../../../src/wasm/debugProxy/debugHost.ts';
import type { LaunchContext } from '../../../src/launch/launchPlan.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const devServer = 'microsoft.aspnetcore.components.webassembly.devserver';
const server = 'microsoft.aspnetcore.components.webassembly.server';
const host = join('tools', 'BlazorDebugProxy', 'BrowserDebugHost.dll');

/** A package folder with a debug host in each of these packages. */
async function packages(
  context: TestContext,
  ...names: readonly (readonly [name: string, version: string])[]
): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const [name, version] of names) {
    const path = join(folder, name, version, host);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '');
  }
  return folder;
}

function find(
  folder: string | undefined,
  runtimeVersion: string,
  environment: LaunchContext['environment'] = {},
): Promise<DebugHost> {
  const client: HostedProject = { path: '/srv/Shop.csproj', packageFolder: folder, runtimeVersion };
  return findDebugHost(client, { workspace: '/srv', environment, platform: process.platform });
}

const choices: readonly (readonly [present: readonly string[], wanted: string, chosen: string])[] =
  [
    [['9.0.1', '10.0.0', '10.0.12'], '10.0.0', '10.0.0'],
    [['9.0.1', '10.0.2', '10.0.12', '11.0.0'], '10.0.5', '10.0.12'],
    [['9.0.9', '10.0.2'], '10.0.5', '10.0.2'],
    [['8.0.1', '9.0.10', '9.0.9'], '10.0.5', '9.0.10'],
    [['11.0.0-preview.2.1', '11.0.0-preview.10.1'], '11.0.0', '11.0.0-preview.10.1'],
    [['11.0.0-rc.1', '11.0.0'], '11.0.1', '11.0.0'],
    [['11.0.0-rc.1'], '11.0.0-RC.1', '11.0.0-rc.1'],
    [['notes', '10.0.1'], '10.0.2', '10.0.1'],
  ];

for (const [present, wanted, chosen] of choices) {
  test(`with ${present.join(', ')} a client of ${wanted} uses ${chosen}`, async (context) => {
    const folder = await packages(
      context,
      ...present.map((version) => [devServer, version] as const),
    );
    const found = await find(folder, wanted);
    assert.equal(found.version, chosen);
    assert.equal(found.path, join(folder, devServer, chosen, host));
  });
}

test("a server's package contains a debug host too", async (context) => {
  const folder = await packages(context, [server, '10.0.12'], [devServer, '9.0.0']);
  assert.equal((await find(folder, '10.0.12')).path, join(folder, server, '10.0.12', host));
});

test("a project without a package folder of its own uses NuGet's", async (context) => {
  const folder = await packages(context, [devServer, '10.0.12']);
  assert.equal((await find(undefined, '10.0.12', { NUGET_PACKAGES: folder })).version, '10.0.12');
});

test('without a debug host the error says what to add to which file', async (context) => {
  const folder = await packages(context);
  await mkdir(join(folder, devServer, '10.0.12'), { recursive: true });
  await assert.rejects(find(folder, '10.0.12'), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'DebugProxyNotFound');
    assert.match(
      error.message,
      /<PackageReference Include="Microsoft\.AspNetCore\.Components\.WebAssembly\.DevServer" Version="10\.0\.12" PrivateAssets="all" \/>/,
    );
    assert.match(error.message, /\/srv\/Shop\.csproj.*dotnet restore/);
    return true;
  });
});
