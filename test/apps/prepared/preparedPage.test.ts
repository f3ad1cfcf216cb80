import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PreparedPage } from '../../../src/apps/prepared/preparedPage.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const served = new Error('it is served');
const clientPath = '/src/Client/Client.csproj';

/** Prepares the page of a client with these facts and launch profile, up to its server. */
async function prepare(
  context: TestContext,
  facts: object,
  {
    profile = { commandName: 'Project' },
    runsServers = false,
  }: { readonly profile?: object; readonly runsServers?: boolean } = {},
): Promise<unknown> {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, 'Properties'));
  const settings = { profiles: { App: profile } };
  await writeFile(join(folder, 'Properties', 'launchSettings.json'), JSON.stringify(settings));
  const path = join(folder, 'App.csproj');
  const project = {
    path,
    name: 'App',
    folder,
    kind: 'client',
    isBlazor: true,
    targetPath: join(folder, 'bin', 'App.dll'),
    runCommand: 'dotnet',
    runArguments: ['/packages/blazor-devserver.dll'],
    runWorkingDirectory: folder,
    projectReferences: [],
    packageReferences: [],
    ...facts,
  };
  const referenced = { ...project, path: clientPath, kind: 'client' };
  const factsOf = async (of: string) => (of === clientPath ? referenced : project);
  const projects = { with: () => projects, facts: factsOf, runFacts: factsOf };
  const environment = ownEnvironment;
  const launchContext = { workspace: folder, environment, platform: process.platform };
  const options = {
    plan: { project: path, profile: { kind: 'default' }, env: [], mode: 'Debug', page: {} },
    host: { clock: new ManualClock(), launchContext },
    opening: {},
    runsServers,
    tools: { projects, servers: { acquire: () => Promise.reject(served) } },
  };
  return PreparedPage.open(options as never, new AbortController().signal);
}

test('the dev server of a client is started for its page', async (context) => {
  await assert.rejects(prepare(context, {}), served);
});

test('no program of the user is started for a page unless the user wants that', async (context) => {
  const executable = { commandName: 'Executable', executablePath: 'server' };
  const hosted = { packageReferences: [], kind: 'server', projectReferences: [clientPath] };
  const cases = [
    [{}, executable],
    [{ runCommand: 'node', runArguments: ['server.js'] }],
    [{ ...hosted, runArguments: ['Server.dll'] }],
  ] as const;
  for (const [facts, profile = { commandName: 'Project' }] of cases) {
    assert.equal(await prepare(context, facts, { profile }), undefined);
    await assert.rejects(prepare(context, facts, { profile, runsServers: true }), served);
  }
});

test('no server is started for a project without a page', async (context) => {
  const facts = { packageReferences: [], kind: 'server' };
  assert.equal(await prepare(context, facts, { runsServers: true }), undefined);
});
