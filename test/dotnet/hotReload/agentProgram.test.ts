import assert from 'node:assert/strict';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { prepareAgent } from '../../../src/dotnet/hotReload/agentProgram.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const sources = join(import.meta.dirname, '../../../media/hotReload');

test('the agent is compiled once, even if sessions start together, and old versions are removed', async (context) => {
  const fixture = await DotnetFixture.of(context);
  fixture.environment['XDG_CACHE_HOME'] = fixture.path('cache');
  const parent = fixture.path('cache/ide-session-host/hot-reload');
  const daysAgo = (count: number) => new Date(Date.now() - count * 24 * 60 * 60 * 1_000);
  const earlier = { '0123456789abcdef': 31, '00000000000000ff': 29, 'by-the-user': 400 };
  for (const [name, age] of Object.entries(earlier)) {
    await mkdir(join(parent, name), { recursive: true });
    await writeFile(join(parent, name, 'a.dll'), '');
    await utimes(join(parent, name), daysAgo(age), daysAgo(age));
  }
  const calls = await fixture.countCalls();
  const prepare = () => prepareAgent(sources, fixture.dotnet);
  const agents = [...(await Promise.all([prepare(), prepare(), prepare()])), await prepare()];
  const [agent = ''] = agents;
  assert.equal(new Set(agents).size, 1);
  assert.equal(dirname(dirname(agent)), parent);
  assert.equal((await calls()).filter((call) => call.includes('csc.dll')).length, 1);
  const version = basename(dirname(agent));
  const kept = new Set([version, '00000000000000ff', 'by-the-user']);
  assert.deepEqual(new Set(await readdir(parent)), kept);

  // A use counts.
  await utimes(dirname(agent), daysAgo(31), daysAgo(31));
  await prepare();
  assert.ok((await stat(dirname(agent))).mtime > daysAgo(1));
});

test('an agent whose path would be two in a list is not used', async (context) => {
  const fixture = await DotnetFixture.of(context);
  fixture.environment['XDG_CACHE_HOME'] = fixture.path(`a${delimiter}b`);
  await assert.rejects(prepareAgent(sources, fixture.dotnet), /cannot be part of a list/);
});
