import assert from 'node:assert/strict';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { prepareAgent } from '../../../src/dotnet/hotReload/agentProgram.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const sources = join(import.meta.dirname, '../../../media/hotReload');

test('the agent is compiled once, even if sessions start together', async (context) => {
  const fixture = await DotnetFixture.of(context);
  fixture.environment['XDG_CACHE_HOME'] = fixture.path('cache');
  const calls = await fixture.countCalls();
  const prepare = () => prepareAgent(sources, fixture.dotnet);
  const agents = [...(await Promise.all([prepare(), prepare(), prepare()])), await prepare()];
  assert.equal(new Set(agents).size, 1);
  assert.ok(agents[0]?.startsWith(fixture.path('cache')));
  assert.equal((await calls()).filter((call) => call.includes('csc.dll')).length, 1);
});

test('an agent whose path would be two in a list is not used', async (context) => {
  const fixture = await DotnetFixture.of(context);
  fixture.environment['XDG_CACHE_HOME'] = fixture.path(`a${delimiter}b`);
  await assert.rejects(prepareAgent(sources, fixture.dotnet), /cannot be part of a list/);
});
