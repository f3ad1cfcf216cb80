import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { readInstalled, runtimesFolder } from '../../../src/dotnet/sdk/installed.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

test('the installed versions are those of the SDK, and of the runtimes beside it', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const NetCoreRoot = fixture.path('dotnet');
  for (const name of ['8.0.22', '10.1.0-preview.3', 'leftovers']) {
    await mkdir(`${runtimesFolder(NetCoreRoot)}/${name}`, { recursive: true });
  }
  const properties = { NetCoreRoot, BundledNETCoreAppPackageVersion: '10.1.0-preview.3' };
  const { platform } = fixture.dotnet.launchContext;
  const { runtimes, ...found } = await readInstalled({ properties, items: {} }, fixture.dotnet);
  assert.deepEqual(found, { sdk: 10.1, platform });
  assert.deepEqual(
    runtimes.toSorted((one, other) => one - other),
    [8, 10.1],
  );
});

test('nothing is installed if nothing is known', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const found = await readInstalled({ properties: {}, items: {} }, fixture.dotnet);
  assert.deepEqual(found, { sdk: 0, runtimes: [], platform: process.platform });
});
