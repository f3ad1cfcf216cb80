// The sample that `npm start -- --aspire` shows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeAspireSample } from '../../tools/start/aspireSample.ts';
import { DotnetFixture } from '../../tools/fixtures/dotnet/dotnetFixture.ts';
import { startAppHost } from '../../tools/fixtures/aspire/appHost.ts';

test('the resources of the Aspire sample run in the IDE and are reachable', async (context) => {
  const fixture = await DotnetFixture.of(context);
  await writeAspireSample(fixture.folder);
  const appHost = await startAppHost(context, fixture, { resources: [] });
  assert.match(await appHost.answer('api'), /^It is .* at the API\.$/);
  assert.match(await appHost.answer('service'), /^Hello, stranger\./);
  assert.match(await appHost.answer('client'), /blazor\.webassembly/);
  for (const resource of ['api', 'service', 'client']) {
    assert.equal((await appHost.running(resource)).isIde, true, resource);
  }
});
