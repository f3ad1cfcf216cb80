import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { followDotnet, runDotnet, sdkVersion } from '../../src/dotnet/sdk.ts';
import { DotnetRoom, realDotnet } from '../support/dotnet.ts';
import { until } from '../support/waiting.ts';

const limit = { timeout: 60_000 };

test('the version of the SDK is told', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  assert.match(await sdkVersion(room.folder, room.dotnet), /^\d+\.\d+\.\d+/);
});

test('without dotnet in PATH the failure says what to install', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  room.environment['PATH'] = '';
  await assert.rejects(sdkVersion(room.folder, room.dotnet), {
    code: 'DotnetNotFound',
    message: /Install the \.NET SDK/,
  });
});

test('a runtime without an SDK is told from a missing dotnet', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const real = await realpath(realDotnet());
  const own = room.path('runtime');
  await mkdir(own);
  await copyFile(real, join(own, 'dotnet'));
  await chmod(join(own, 'dotnet'), 0o700);
  for (const name of ['host', 'shared']) await symlink(join(dirname(real), name), join(own, name));
  room.environment['PATH'] = own;
  delete room.environment['DOTNET_ROOT'];
  await assert.rejects(sdkVersion(room.folder, room.dotnet), {
    code: 'DotnetSdkNotFound',
    message: /no SDK.*Install/,
  });
});

test('a global.json that asks for a missing SDK is named', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const file = await room.write('global.json', '{ "sdk": { "version": "99.0.100" } }');
  await mkdir(room.path('App'));
  await assert.rejects(sdkVersion(room.path('App'), room.dotnet), ({ code, message }) => {
    assert.equal(code, 'DotnetSdkVersionNotFound');
    assert.ok(message.includes(file) && message.includes('99.0.100'));
    return true;
  });
});

test('a command that fails for another reason is answered', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const { exitCode, stdout } = await runDotnet(['msbuild', 'missing'], room.folder, room.dotnet);
  assert.equal(exitCode, 1);
  assert.match(stdout, /MSB1009/);
});

test('a command is stopped by its signal, with all that it started', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const project = await room.project(
    'Slow.csproj',
    '<Target Name="Wait"><Exec Command="echo waiting; sleep 60" /></Target>',
  );
  const abort = new AbortController();
  const args = ['msbuild', project, '-t:Wait'];
  let output = '';
  const listen = (_: unknown, chunk: Uint8Array): void => void (output += Buffer.from(chunk));
  const run = followDotnet(args, room.folder, room.dotnet, listen, abort.signal);
  await until('it waits', () => output.includes('waiting'));
  abort.abort();
  await run;
  if (process.platform === 'linux') assert.deepEqual(room.processes(), []);
});

test('an answer nobody wants any more is the reason of the signal', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const aborted = AbortSignal.abort(new Error('enough'));
  await assert.rejects(runDotnet(['--version'], room.folder, room.dotnet, aborted), /enough/);
  const abort = new AbortController();
  const answer = runDotnet(['--version'], room.folder, room.dotnet, abort.signal);
  abort.abort(new Error('enough'));
  await assert.rejects(answer, /enough/);
});
