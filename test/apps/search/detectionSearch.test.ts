import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appsIn } from '../../../src/apps/search/appSearch.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetRoom } from '../../support/dotnet.ts';
import { describeApp } from './describeApp.ts';

const limit = { timeout: 120_000 };
const blazor = 'Microsoft.NET.Sdk.BlazorWebAssembly';
const web = 'Microsoft.NET.Sdk.Web';
const library = 'Microsoft.NET.Sdk';

/** All that a search finds, in its order. */
async function findings(paths: readonly string[], projects: Projects): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const finding of appsIn(paths, projects)) {
    found.push(
      finding.kind === 'app'
        ? describeApp(finding.app)
        : `${finding.error.code} ${finding.project}`,
    );
  }
  return found;
}

test(
  'all apps of a workspace are found, each client once, and what is broken beside them',
  limit,
  async (context) => {
    const room = await DotnetRoom.of(context);
    await room.fixtures('PlainApp');
    const broken = await room.write('Broken/Broken.csproj', '<Project');
    const paths = [
      broken,
      await room.sdkProject('Shared', library),
      await room.sdkProject('Api', web, 'Shared'),
      await room.sdkProject('Server', web, 'Middle'),
      await room.sdkProject('Middle', library, 'Hosted'),
      await room.sdkProject('Tests', library, 'Tested'),
      await room.sdkProject('Hosted', blazor),
      await room.sdkProject('Tested', blazor),
      await room.sdkProject('Alone', blazor),
      room.path('PlainApp', 'PlainApp.csproj'),
      room.path('Alone', 'Alone.csproj'),
    ];
    assert.deepEqual(await findings(paths, new Projects(room.dotnet)), [
      'standalone Alone',
      'plain PlainApp',
      `ProjectBroken ${broken}`,
      'hosted Hosted by Server',
      'standalone Tested',
    ]);
  },
);

test(
  'what looks like an app is evaluated first, and found before the others are',
  limit,
  async (context) => {
    const room = await DotnetRoom.of(context);
    const calls = await room.countCalls();
    const paths = [await room.endlessProject('Endless'), await room.sdkProject('App', blazor)];
    for await (const finding of appsIn(paths, new Projects(room.dotnet))) {
      assert.equal(finding.kind === 'app' && describeApp(finding.app), 'standalone App');
      break;
    }
    assert.equal((await calls()).length, 1);
  },
);

test('without an SDK a search fails as a whole', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const paths = [await room.sdkProject('A', blazor), await room.sdkProject('B', web)];
  room.environment['PATH'] = '';
  await assert.rejects(findings(paths, new Projects(room.dotnet)), { code: 'DotnetNotFound' });
});

test('a search that is given up ends with the reason of its signal', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const paths = [await room.sdkProject('A', blazor)];
  const abort = new AbortController();
  const search = appsIn(paths, new Projects(room.dotnet), abort.signal).next();
  abort.abort(new Error('enough'));
  await assert.rejects(search, /enough/);
});

test('returns no apps for an empty workspace', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  assert.deepEqual(await findings([], new Projects(room.dotnet)), []);
});
