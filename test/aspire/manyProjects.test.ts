// Twelve projects at once, as an AppHost of a larger solution has them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotnetRoom } from '../support/dotnet.ts';
import { startAppHost } from './appHost.ts';
import { writeAppHost, writeWebProject } from './appHostFolder.ts';

const projects = Array.from({ length: 12 }, (_, index) => `project${index + 1}`);

test('twelve projects of one AppHost all run, and all end with it', async (context) => {
  const room = await DotnetRoom.of(context);
  await writeAppHost(room);
  for (const name of projects) await writeWebProject(room, name);
  const appHost = await startAppHost(context, room, { resources: projects });
  for (const name of projects) assert.equal(await appHost.answer(name), `hello from ${name}`);
  const executables = await appHost.executables();
  const running = executables.filter(({ isIde, state }) => isIde && state === 'Running');
  assert.deepEqual(running.map(({ resource }) => resource).toSorted(), projects.toSorted());
  assert.deepEqual(await appHost.end(), []);
});
