import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { findApps } from '../../../src/apps/search/findApps.ts';
import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const testSdk = { name: 'Microsoft.NET.Test.Sdk', version: '17.0.0' };

/** The projects of a workspace: their text, and what their evaluation tells. */
const workspace: Readonly<Record<string, { text?: string; facts: Partial<ProjectFacts> }>> = {
  'Api.csproj': { facts: { kind: 'server' } },
  'Client.csproj': { facts: { kind: 'client', isBlazor: true } },
  'Host.csproj': { text: '<IsAspireHost>true</IsAspireHost>', facts: { kind: 'program' } },
  'Library.csproj': { facts: { kind: 'library' } },
  'Tests.csproj': { facts: { kind: 'program', packageReferences: [testSdk] } },
  'Worker.fsproj': { facts: { kind: 'program' } },
};

test('programs are found besides clients and AppHosts, but no libraries and tests', async (context) => {
  const folder = await temporaryFolder(context);
  const paths: string[] = [];
  for (const [name, { text = '' }] of Object.entries(workspace)) {
    const path = join(folder, name);
    await writeFile(path, text);
    paths.push(path);
  }
  const projects = {
    facts: (path: string) => {
      const references = { projectReferences: [], packageReferences: [] };
      return Promise.resolve({ ...references, ...workspace[basename(path)]?.facts, path });
    },
  };
  const { signal } = new AbortController();
  const found = await findApps(paths, [], projects as never, {} as never, signal);
  const names = (list: readonly string[]): readonly string[] => list.map((path) => basename(path));
  assert.deepEqual(names(found.appHosts), ['Host.csproj']);
  assert.deepEqual(names(found.startProjects), ['Client.csproj']);
  assert.deepEqual(names(found.programs), ['Api.csproj', 'Worker.fsproj']);
  assert.deepEqual(found.broken, []);
});
