import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { findAppsIn, type Finding } from '../../../src/apps/search/appSearch.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { describeApp } from './describeApp.ts';

const limit = { timeout: 240_000 };
const blazor = 'Microsoft.NET.Sdk.BlazorWebAssembly';
const web = 'Microsoft.NET.Sdk.Web';
const library = 'Microsoft.NET.Sdk';

/** Everything that a search finds, in order. */
async function findings(paths: readonly string[], projects: Projects): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const finding of findAppsIn(paths, projects)) {
    found.push(describe(finding));
  }
  return found;
}

function describe(finding: Finding): string {
  switch (finding.kind) {
    case 'app':
      return describeApp(finding.app);
    case 'program':
      return `program ${basename(finding.project)}`;
    case 'broken':
      return `${finding.error.code} ${finding.project}`;
  }
}

test(
  'all apps of a workspace are found, each client once, and invalid projects are reported',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    await fixture.fixtures('PlainApp');
    const broken = await fixture.write('Broken/Broken.csproj', '<Project');
    const paths = [
      broken,
      await fixture.sdkProject('Shared', library),
      await fixture.sdkProject('Api', web, 'Shared'),
      await fixture.sdkProject('Server', web, 'Middle'),
      await fixture.sdkProject('Middle', library, 'Hosted'),
      await fixture.sdkProject('Tests', library, 'Tested'),
      await fixture.sdkProject('Hosted', blazor),
      await fixture.sdkProject('Tested', blazor),
      await fixture.sdkProject('Alone', blazor),
      fixture.path('PlainApp', 'PlainApp.csproj'),
      fixture.path('Alone', 'Alone.csproj'),
    ];
    assert.deepEqual(await findings(paths, new Projects(fixture.dotnet)), [
      'standalone Alone',
      'plain PlainApp',
      `ProjectBroken ${broken}`,
      'program Api.csproj',
      'hosted Hosted by Server',
      'standalone Tested',
    ]);
  },
);

test('likely apps are evaluated first and found before others', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const paths = [await fixture.endlessProject('Endless'), await fixture.sdkProject('App', blazor)];
  for await (const finding of findAppsIn(paths, new Projects(fixture.dotnet))) {
    assert.equal(finding.kind === 'app' && describeApp(finding.app), 'standalone App');
    break;
  }
  assert.equal((await calls()).length, 1);
});

test('without an SDK the whole search fails', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const paths = [await fixture.sdkProject('A', blazor), await fixture.sdkProject('B', web)];
  fixture.environment['PATH'] = '';
  await assert.rejects(findings(paths, new Projects(fixture.dotnet)), { code: 'DotnetNotFound' });
});

test("a cancelled search rejects with its signal's reason", limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const paths = [await fixture.sdkProject('A', blazor)];
  const abort = new AbortController();
  const search = findAppsIn(paths, new Projects(fixture.dotnet), abort.signal).next();
  abort.abort(new Error('enough'));
  await assert.rejects(search, /enough/);
});

test('returns no apps for an empty workspace', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  assert.deepEqual(await findings([], new Projects(fixture.dotnet)), []);
});
