// Twelve projects at once, like the AppHost of a larger solution.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotnetFixture } from '../../tools/fixtures/dotnet/dotnetFixture.ts';
import { startAppHost } from '../../tools/fixtures/aspire/appHost.ts';
import { writeAppHost, writeWebProject } from '../../tools/fixtures/aspire/appHostFolder.ts';

const projects = Array.from({ length: 12 }, (_, index) => `project${index + 1}`);

test('all twelve projects of one AppHost run, and end with it', async (context) => {
  const fixture = await DotnetFixture.of(context);
  await writeAppHost(fixture);
  for (const name of projects) await writeWebProject(fixture, name);
  const appHost = await startAppHost(context, fixture, { resources: projects });
  for (const name of projects) assert.equal(await appHost.answer(name), `hello from ${name}`);
  const executables = await appHost.executables();
  const running = executables.filter(({ isIde, state }) => isIde && state === 'Running');
  assert.deepEqual(running.map(({ resource }) => resource).toSorted(), projects.toSorted());
  assert.deepEqual(await appHost.end(), []);
});
