import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PreparedPage } from '../../../src/apps/prepared/preparedPage.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const served = new Error('it is served');

/** Prepares the page of a client with these facts and launch profile, up to its server. */
async function prepare(
  context: TestContext,
  facts: object,
  profile: object = { commandName: 'Project' },
): Promise<unknown> {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, 'Properties'));
  const settings = { profiles: { App: profile } };
  await writeFile(join(folder, 'Properties', 'launchSettings.json'), JSON.stringify(settings));
  const path = join(folder, 'App.csproj');
  const client = {
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
  const projects = {
    with: () => projects,
    facts: async () => client,
    runFacts: async () => client,
  };
  const environment = ownEnvironment;
  const launchContext = { workspace: folder, environment, platform: process.platform };
  const options = {
    plan: { project: path, profile: { kind: 'default' }, env: [], mode: 'Debug', page: {} },
    host: { clock: new ManualClock(), launchContext },
    opening: {},
    tools: { projects, servers: { acquire: () => Promise.reject(served) } },
  };
  return PreparedPage.open(options as never, new AbortController().signal);
}

test('the dev server of a client is started for its page', async (context) => {
  await assert.rejects(prepare(context, {}), served);
});

test('no program of the user is started for a page', async (context) => {
  const executable = { commandName: 'Executable', executablePath: 'server' };
  assert.equal(await prepare(context, {}, executable), undefined);
  assert.equal(
    await prepare(context, { runCommand: 'node', runArguments: ['server.js'] }),
    undefined,
  );
  const hosted = { packageReferences: [], kind: 'server' };
  assert.equal(await prepare(context, hosted), undefined);
});
