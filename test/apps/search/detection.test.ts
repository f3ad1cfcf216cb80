import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findAppAt, findApp } from '../../../src/apps/search/detection.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';
import { describeApp } from './describeApp.ts';

const limit = { timeout: 240_000 };
const blazor = 'Microsoft.NET.Sdk.BlazorWebAssembly';
const web = 'Microsoft.NET.Sdk.Web';
const library = 'Microsoft.NET.Sdk';
const gateway = 'Microsoft.AspNetCore.Components.Gateway';
let fixture: DotnetFixture;
let projects: Projects;

before(async () => {
  fixture = await DotnetFixture.make();
  projects = new Projects(fixture.dotnet);
  await fixture.client('BlazorApp');
  await fixture.servedClient('Web');
  await fixture.fixtures('PlainApp');
  await fixture.sdkProject('HostedApp', web, 'BlazorApp');
});
after(() => fixture.remove());

async function appOfFixture(path: string, ...candidates: readonly string[]): Promise<string> {
  return describeApp(
    await findApp(
      fixture.path(path),
      projects,
      candidates.map((candidate) => fixture.path(candidate)),
    ),
  );
}

test(
  'a client with a dev server is stand-alone even if a server references it',
  limit,
  async () => {
    assert.equal(await appOfFixture('BlazorApp'), 'standalone BlazorApp');
    assert.equal(await appOfFixture('BlazorApp', 'HostedApp'), 'standalone BlazorApp');
  },
);

test('a client with a gateway, as in .NET 11, is stand-alone', limit, async () => {
  await fixture.client('Gated');
  const project = fixture.path('Gated', 'Gated.csproj');
  await replaceIn(project, 'Microsoft.AspNetCore.Components.WebAssembly.DevServer', gateway);
  await fixture.sdkProject('Host', web, 'Gated');
  assert.equal(await appOfFixture('Gated', 'Host'), 'standalone Gated');
});

test(
  'a client without a dev server is hosted by the server among the candidates',
  limit,
  async () => {
    assert.equal(
      await appOfFixture('Web/Web.Client', 'BlazorApp', 'tmp', 'HostedApp', 'Web/Web'),
      'hosted Web.Client by Web',
    );
    assert.equal(await appOfFixture('Web/Web.Client'), 'standalone Web.Client');
  },
);

test('a server that references a client hosts it', limit, async () => {
  assert.equal(await appOfFixture('Web/Web'), 'hosted Web.Client by Web');
  assert.equal(await appOfFixture('HostedApp'), 'hosted BlazorApp by HostedApp');
});

test('WebAssembly without Blazor is plain', limit, async () => {
  assert.equal(await appOfFixture('PlainApp'), 'plain PlainApp');
});

test(
  'a server may reference its client through libraries, including circular ones',
  limit,
  async () => {
    await fixture.sdkProject('Client', blazor);
    await fixture.sdkProject('Inner', library, 'Client', 'Outer');
    await fixture.sdkProject('Outer', library, 'Inner', 'Missing');
    await fixture.sdkProject('Far', web, 'Outer');
    assert.equal(await appOfFixture('Far'), 'hosted Client by Far');
  },
);

test('a server does not host the client of another server', limit, async () => {
  await fixture.sdkProject('Gateway', web, 'HostedApp');
  assert.equal(await appOfFixture('Gateway'), 'none');
});

test('other projects are not apps', limit, async () => {
  await fixture.sdkProject('Library', library, 'BlazorApp');
  await fixture.sdkProject('Api', web);
  assert.equal(await appOfFixture('Library'), 'none');
  assert.equal(await appOfFixture('Api'), 'none');
});

test("a web root may be a project, its folder, or a server's", limit, async () => {
  for (const [webRoot, expected] of [
    ['BlazorApp/BlazorApp.csproj', 'standalone BlazorApp'],
    ['BlazorApp', 'standalone BlazorApp'],
    ['HostedApp/HostedApp.csproj', 'hosted BlazorApp by HostedApp'],
  ] as const) {
    assert.equal(describeApp(await findAppAt(fixture.path(webRoot), projects)), expected);
  }
});

test('a web root without an app is refused', limit, async () => {
  const api = await fixture.sdkProject('Other', web);
  await assert.rejects(findAppAt(api, projects), {
    code: 'NotWebAssembly',
    message: /Other\.csproj.*Choose the project of the client/,
  });
  await assert.rejects(findAppAt(fixture.path('tmp'), projects), { code: 'FolderWithoutProject' });
});
