// The sample that `npm start -- --aspire` shows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeAspireSample } from '../../scripts/start/aspireSample.ts';
import { DotnetRoom } from '../support/dotnet.ts';
import { startAppHost } from './appHost.ts';

test('the resources of the Aspire sample run in the IDE and are reachable', async (context) => {
  const room = await DotnetRoom.of(context);
  await writeAspireSample(room.folder);
  const appHost = await startAppHost(context, room, { resources: [] });
  assert.match(await appHost.answer('api'), /^It is .* at the API\.$/);
  assert.match(await appHost.answer('service'), /^Hello, stranger\./);
  assert.match(await appHost.answer('client'), /blazor\.webassembly/);
  for (const resource of ['api', 'service', 'client']) {
    assert.equal((await appHost.running(resource)).isIde, true, resource);
  }
});
