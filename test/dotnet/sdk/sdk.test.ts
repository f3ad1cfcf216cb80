import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { followDotnet, runDotnet, sdkVersion } from '../../../src/dotnet/sdk/sdk.ts';
import { DotnetFixture, realDotnet } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { HeardText } from '../../../tools/fixtures/heardText.ts';

const limit = { timeout: 600_000 };

test('returns the version of the SDK', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  assert.match(await sdkVersion(fixture.folder, fixture.dotnet), /^\d+\.\d+\.\d+/);
});

test('without dotnet in PATH the error says what to install', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  fixture.environment['PATH'] = '';
  await assert.rejects(sdkVersion(fixture.folder, fixture.dotnet), {
    code: 'DotnetNotFound',
    message: /Install the \.NET SDK/,
  });
});

test('distinguishes a runtime without an SDK from a missing dotnet', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const real = await realpath(realDotnet());
  const own = fixture.path('runtime');
  await mkdir(own);
  await copyFile(real, join(own, 'dotnet'));
  await chmod(join(own, 'dotnet'), 0o700);
  for (const name of ['host', 'shared']) await symlink(join(dirname(real), name), join(own, name));
  fixture.environment['PATH'] = own;
  delete fixture.environment['DOTNET_ROOT'];
  await assert.rejects(sdkVersion(fixture.folder, fixture.dotnet), {
    code: 'DotnetSdkNotFound',
    message: /no SDK.*Install/,
  });
});

test('a global.json that asks for a missing SDK is named', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const file = await fixture.write('global.json', '{ "sdk": { "version": "99.0.100" } }');
  await mkdir(fixture.path('App'));
  await assert.rejects(sdkVersion(fixture.path('App'), fixture.dotnet), ({ code, message }) => {
    assert.equal(code, 'DotnetSdkVersionNotFound');
    assert.ok(message.includes(file) && message.includes('99.0.100'));
    return true;
  });
});

/** The error of `dotnet` in a folder whose global.json has this text, and the file's path. */
async function failureBy(context: TestContext, text: string) {
  const fixture = await DotnetFixture.of(context);
  const file = await fixture.write('global.json', text);
  const error = await sdkVersion(fixture.folder, fixture.dotnet).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof HumanError);
  return { code: error.code, message: error.message, file };
}

test('quotes the errorMessage of global.json', limit, async (context) => {
  const words = 'Run ./eng/install.sh first.\nThen start again.';
  const sdk = { version: '99.0.100', errorMessage: words };
  const { code, file, message } = await failureBy(context, JSON.stringify({ sdk }));
  assert.equal(code, 'DotnetSdkRefused');
  assert.ok(message.includes(file) && message.includes(words), message);
});

test('lists the installed SDKs with the missing one', limit, async (context) => {
  const { message } = await failureBy(context, '{ "sdk": { "version": "99.0.100" } }');
  assert.match(message, /Installed: \d+\.\d+\.\d+/);
  const paths = '{ "sdk": { "version": "10.0.100", "paths": ["nowhere"] } }';
  const elsewhere = await failureBy(context, paths);
  assert.equal(elsewhere.code, 'DotnetSdkVersionNotFound');
  assert.match(elsewhere.message, /not installed in its paths \(.*nowhere\)/);
});

const brokenFiles: readonly (readonly [text: string, place: string])[] = [
  ['{\n  "sdk" "version"\n}', 'line 2, column 9'],
  ['{ "sdk": {', 'line 1, column 11'],
  ['[]', 'line 1, column 2'],
];

for (const [text, place] of brokenFiles) {
  test(
    `a global.json with an error at ${place} is reported with the position`,
    limit,
    async (context) => {
      const { code, file, message } = await failureBy(context, text);
      assert.equal(code, 'GlobalJsonBroken');
      assert.ok(message.includes(file) && message.includes(`${place}.`), message);
    },
  );
}

test(
  'a command that fails for another reason resolves with its exit code',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const { exitCode, stdout } = await runDotnet(
      ['msbuild', 'missing'],
      fixture.folder,
      fixture.dotnet,
    );
    assert.equal(exitCode, 1);
    assert.match(stdout, /MSB1009/);
  },
);

test("aborting a command's signal stops it and its child processes", limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const project = await fixture.project(
    'Slow.csproj',
    '<Target Name="Wait"><Exec Command="echo waiting; sleep 60" /></Target>',
  );
  const abort = new AbortController();
  const args = ['msbuild', project, '-t:Wait'];
  const output = new HeardText();
  const listen = (_: unknown, chunk: Uint8Array): void => output.append(chunk);
  const run = followDotnet(args, fixture.folder, fixture.dotnet, listen, abort.signal);
  await output.waitFor('waiting', run);
  abort.abort();
  await run;
  if (process.platform === 'linux') assert.deepEqual(fixture.processes(), []);
});

test("an aborted command rejects with the signal's reason", limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const aborted = AbortSignal.abort(new Error('enough'));
  await assert.rejects(runDotnet(['--version'], fixture.folder, fixture.dotnet, aborted), /enough/);
  const abort = new AbortController();
  const answer = runDotnet(['--version'], fixture.folder, fixture.dotnet, abort.signal);
  abort.abort(new Error('enough'));
  await assert.rejects(answer, /enough/);
});
