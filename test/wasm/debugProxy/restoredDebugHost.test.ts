import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findOrRestoreDebugHost } from '../../../src/wasm/debugProxy/restoredDebugHost.ts';
import { DotnetFixture, realDotnet } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { installedHost } from './proxyFixture.ts';

const limit = { timeout: 240_000 };
const onLinux = { ...limit, skip: process.platform === 'linux' ? false : 'caches are elsewhere' };

/**
 * A client without packages, whose only package source is a folder with the installed debug proxy.
 */
async function clientWithSource(context: TestContext) {
  const fixture = await DotnetFixture.of(context);
  const { path, version } = await installedHost();
  const packageFolder = join(path, '..', '..', '..');
  await mkdir(fixture.path('source'));
  for (const name of await readdir(packageFolder)) {
    if (name.endsWith('.nupkg')) await cp(join(packageFolder, name), fixture.path('source', name));
  }
  await fixture.write(
    'Shop/nuget.config',
    `<configuration><packageSources><clear /><add key="here" value="${fixture.path('source')}" /></packageSources></configuration>`,
  );
  fixture.environment['XDG_CACHE_HOME'] = fixture.path('cache');
  const client = {
    path: fixture.path('Shop', 'Shop.csproj'),
    packageFolder: fixture.path('packages'),
    runtimeVersion: version,
  };
  return { client, fixture, version };
}

test(
  'a debug proxy missing from the packages is restored once, into the cache',
  onLinux,
  async (context) => {
    const { client, fixture, version } = await clientWithSource(context);
    const calls = await fixture.countCalls();
    const restored = await findOrRestoreDebugHost(client, fixture.dotnet);
    assert.equal(restored.version, version);
    assert.ok(restored.path.startsWith(fixture.path('cache', 'ide-session-host', 'debug-proxy')));
    assert.deepEqual(await findOrRestoreDebugHost(client, fixture.dotnet), restored);
    assert.equal((await calls()).length, 1);
  },
);

test('a client that is newer than all runtimes gets the newest proxy', onLinux, async (context) => {
  const { client, fixture, version } = await clientWithSource(context);
  const dotnet = await fixture.write('root/dotnet', `#!/bin/sh\nexec '${realDotnet()}' "$@"\n`);
  await chmod(dotnet, 0o700);
  const runtimes = fixture.path('root', 'shared', 'Microsoft.AspNetCore.App', version);
  await mkdir(runtimes, { recursive: true });
  fixture.environment['PATH'] = `${fixture.path('root')}:${fixture.environment['PATH']}`;
  const newer = { ...client, runtimeVersion: '99.0.0' };
  assert.equal((await findOrRestoreDebugHost(newer, fixture.dotnet)).version, version);
});

test(
  "a proxy that can't be restored is an error with the reason and a remedy",
  onLinux,
  async (context) => {
    const { client, fixture } = await clientWithSource(context);
    const missing = { ...client, runtimeVersion: '1.2.3' };
    await assert.rejects(findOrRestoreDebugHost(missing, fixture.dotnet), (error: Error) => {
      assert.match(error.message, /could not be restored \(NU1\d+: .*1\.2\.3/);
      assert.match(error.message, /Add <PackageReference .* dotnet restore\.$/);
      return true;
    });
  },
);

test("the user's own package takes precedence", limit, async (context) => {
  const { client, fixture, version } = await clientWithSource(context);
  const { path } = await installedHost();
  const name = basename(dirname(join(path, '..', '..', '..')));
  const own = fixture.path('packages', name, version, 'tools', 'BlazorDebugProxy');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, basename(path)), '');
  const found = await findOrRestoreDebugHost(client, fixture.dotnet);
  assert.equal(found.path, join(own, basename(path)));
});
