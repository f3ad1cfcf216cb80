import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findOrRestoreDebugHost } from '../../../src/wasm/debugProxy/restoredDebugHost.ts';
import { DotnetRoom, realDotnet } from '../../support/dotnet.ts';
import { installedHost } from './proxyRoom.ts';

const limit = { timeout: 180_000 };
const onLinux = { ...limit, skip: process.platform === 'linux' ? false : 'caches are elsewhere' };

/** A client without packages, whose only package source is a folder with the installed debug proxy. */
async function clientWithSource(context: TestContext) {
  const room = await DotnetRoom.of(context);
  const { path, version } = await installedHost();
  const packageFolder = join(path, '..', '..', '..');
  await mkdir(room.path('source'));
  for (const name of await readdir(packageFolder)) {
    if (name.endsWith('.nupkg')) await cp(join(packageFolder, name), room.path('source', name));
  }
  await room.write(
    'Shop/nuget.config',
    `<configuration><packageSources><clear /><add key="here" value="${room.path('source')}" /></packageSources></configuration>`,
  );
  room.environment['XDG_CACHE_HOME'] = room.path('cache');
  const client = {
    path: room.path('Shop', 'Shop.csproj'),
    packageFolder: room.path('packages'),
    runtimeVersion: version,
  };
  return { client, room, version };
}

test(
  'a debug proxy that no package brings is restored once, into the cache',
  onLinux,
  async (context) => {
    const { client, room, version } = await clientWithSource(context);
    const calls = await room.countCalls();
    const restored = await findOrRestoreDebugHost(client, room.dotnet);
    assert.equal(restored.version, version);
    assert.ok(restored.path.startsWith(room.path('cache', 'ide-session-host', 'debug-proxy')));
    assert.deepEqual(await findOrRestoreDebugHost(client, room.dotnet), restored);
    assert.equal((await calls()).length, 1);
  },
);

test(
  'a client that is newer than all runtimes gets the proxy of the newest',
  onLinux,
  async (context) => {
    const { client, room, version } = await clientWithSource(context);
    const dotnet = await room.write('root/dotnet', `#!/bin/sh\nexec '${realDotnet()}' "$@"\n`);
    await chmod(dotnet, 0o700);
    const runtimes = room.path('root', 'shared', 'Microsoft.AspNetCore.App', version);
    await mkdir(runtimes, { recursive: true });
    room.environment['PATH'] = `${room.path('root')}:${room.environment['PATH']}`;
    const newer = { ...client, runtimeVersion: '99.0.0' };
    assert.equal((await findOrRestoreDebugHost(newer, room.dotnet)).version, version);
  },
);

test('a proxy that can not be restored says why, and what to do', onLinux, async (context) => {
  const { client, room } = await clientWithSource(context);
  const missing = { ...client, runtimeVersion: '1.2.3' };
  await assert.rejects(findOrRestoreDebugHost(missing, room.dotnet), (error: Error) => {
    assert.match(error.message, /could not be restored \(NU1\d+: .*1\.2\.3/);
    assert.match(error.message, /Add <PackageReference .* dotnet restore\.$/);
    return true;
  });
});

test("the user's own package comes first", limit, async (context) => {
  const { client, room, version } = await clientWithSource(context);
  const { path } = await installedHost();
  const name = basename(dirname(join(path, '..', '..', '..')));
  const own = room.path('packages', name, version, 'tools', 'BlazorDebugProxy');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, basename(path)), '');
  const found = await findOrRestoreDebugHost(client, room.dotnet);
  assert.equal(found.path, join(own, basename(path)));
});
