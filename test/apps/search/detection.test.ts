import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { appAt, appOf } from '../../../src/apps/search/detection.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetRoom } from '../../support/dotnet.ts';
import { replaceIn } from '../../support/replaceIn.ts';
import { describeApp } from './describeApp.ts';

const limit = { timeout: 60_000 };
const blazor = 'Microsoft.NET.Sdk.BlazorWebAssembly';
const web = 'Microsoft.NET.Sdk.Web';
const library = 'Microsoft.NET.Sdk';
const gateway = 'Microsoft.AspNetCore.Components.Gateway';
let room: DotnetRoom;
let projects: Projects;

before(async () => {
  room = await DotnetRoom.make();
  projects = new Projects(room.dotnet);
  await room.client('BlazorApp');
  await room.servedClient('Web');
  await room.fixtures('PlainApp');
  await room.sdkProject('HostedApp', web, 'BlazorApp');
});
after(() => room.remove());

async function appOfRoom(path: string, ...candidates: readonly string[]): Promise<string> {
  return describeApp(
    await appOf(
      room.path(path),
      projects,
      candidates.map((candidate) => room.path(candidate)),
    ),
  );
}

test(
  'a client with a dev server is stand-alone even if a server references it',
  limit,
  async () => {
    assert.equal(await appOfRoom('BlazorApp'), 'standalone BlazorApp');
    assert.equal(await appOfRoom('BlazorApp', 'HostedApp'), 'standalone BlazorApp');
  },
);

test('a client with a gateway, as in .NET 11, is stand-alone', limit, async () => {
  await room.client('Gated');
  const project = room.path('Gated', 'Gated.csproj');
  await replaceIn(project, 'Microsoft.AspNetCore.Components.WebAssembly.DevServer', gateway);
  await room.sdkProject('Host', web, 'Gated');
  assert.equal(await appOfRoom('Gated', 'Host'), 'standalone Gated');
});

test(
  'a client without a dev server is hosted by the server among the candidates',
  limit,
  async () => {
    assert.equal(
      await appOfRoom('Web/Web.Client', 'BlazorApp', 'tmp', 'HostedApp', 'Web/Web'),
      'hosted Web.Client by Web',
    );
    assert.equal(await appOfRoom('Web/Web.Client'), 'standalone Web.Client');
  },
);

test('a server that references a client hosts it', limit, async () => {
  assert.equal(await appOfRoom('Web/Web'), 'hosted Web.Client by Web');
  assert.equal(await appOfRoom('HostedApp'), 'hosted BlazorApp by HostedApp');
});

test('WebAssembly without Blazor is plain', limit, async () => {
  assert.equal(await appOfRoom('PlainApp'), 'plain PlainApp');
});

test(
  'a server may reach its client by libraries, those that reference each other included',
  limit,
  async () => {
    await room.sdkProject('Client', blazor);
    await room.sdkProject('Inner', library, 'Client', 'Outer');
    await room.sdkProject('Outer', library, 'Inner', 'Missing');
    await room.sdkProject('Far', web, 'Outer');
    assert.equal(await appOfRoom('Far'), 'hosted Client by Far');
  },
);

test('a server does not host the client of another server', limit, async () => {
  await room.sdkProject('Gateway', web, 'HostedApp');
  assert.equal(await appOfRoom('Gateway'), 'none');
});

test('other projects are no apps', limit, async () => {
  await room.sdkProject('Library', library, 'BlazorApp');
  await room.sdkProject('Api', web);
  assert.equal(await appOfRoom('Library'), 'none');
  assert.equal(await appOfRoom('Api'), 'none');
});

test('a web root may be a project, its folder, or that of a server', limit, async () => {
  for (const [webRoot, expected] of [
    ['BlazorApp/BlazorApp.csproj', 'standalone BlazorApp'],
    ['BlazorApp', 'standalone BlazorApp'],
    ['HostedApp/HostedApp.csproj', 'hosted BlazorApp by HostedApp'],
  ] as const) {
    assert.equal(describeApp(await appAt(room.path(webRoot), projects)), expected);
  }
});

test('a web root without an app is refused', limit, async () => {
  const api = await room.sdkProject('Other', web);
  await assert.rejects(appAt(api, projects), {
    code: 'NotWebAssembly',
    message: /Other\.csproj.*Choose the project of the client/,
  });
  await assert.rejects(appAt(room.path('tmp'), projects), { code: 'FolderWithoutProject' });
});
