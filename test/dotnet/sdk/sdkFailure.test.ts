import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BuildIssue } from '../../../src/dotnet/build/buildIssues.ts';
import { getCause, sdkFailure, sdkShortcoming } from '../../../src/dotnet/sdk/sdkFailure.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** What `dotnet` prints if global.json asks for an SDK that is not installed. */
function missing(paths: string, installed: string): string {
  return `The command could not be loaded, possibly because:
  * You intended to execute a .NET application:
      The application '--version' does not exist.
  * You intended to execute a .NET SDK command:
      A compatible .NET SDK was not found.

Requested SDK version: 9.0.300
global.json file: /shop/global.json
${paths}
Installed SDKs:
${installed}
Install the [9.0.300] .NET SDK or update [/shop/global.json] to match an installed SDK.
`;
}

const two = '8.0.404 [/usr/share/dotnet/sdk]\n10.0.100-rc.1 [/usr/share/dotnet/sdk]\n';
const required = '/shop/global.json requires the .NET SDK 9.0.300, which is not installed';
const remedy = 'Install it, or change the version in that file.';

const versions: readonly (readonly [when: string, output: string, message: string])[] = [
  ['others are', missing('', two), `${required}. ${remedy} Installed: 8.0.404, 10.0.100-rc.1.`],
  ['one is in two places', missing('', `${two}${two}`), 'Installed: 8.0.404, 10.0.100-rc.1.'],
  ['none is', missing('', ''), `${required}. ${remedy}`],
  [
    'only some paths count',
    missing('Search paths:\n  .dotnet\n  $host$\n', ''),
    `${required} in its paths (.dotnet, $host$). ${remedy}`,
  ],
  ['no path counts', missing('Search paths:\n', ''), `${required} in its paths (none).`],
];

for (const [ending, convert] of [
  ['LF', (text: string) => text],
  ['CR LF', (text: string) => text.replaceAll('\n', '\r\n')],
] as const) {
  for (const [when, output, message] of versions) {
    test(`a missing SDK is named where ${when}, in lines that end with ${ending}`, () => {
      const error = sdkFailure(convert(output), '/shop');
      assert.equal(error?.code, 'DotnetSdkVersionNotFound');
      assert.ok(error.message.includes(message), error.message);
      assert.doesNotMatch(error.message, /[\r\n]/);
    });
  }

  test(`the words of global.json are quoted, in lines that end with ${ending}`, async (context) => {
    const folder = await temporaryFolder(context);
    const output = convert(
      '  * You intended to execute a .NET SDK command:\n      Run ./install.sh first\n',
    );
    const without = sdkFailure(output, '/');
    assert.match(without?.message ?? '', /^dotnet did not run an SDK: Run \.\/install\.sh first\./);
    const file = join(folder, 'global.json');
    await writeFile(file, '{}');
    const message = sdkFailure(output, join(folder, 'app'))?.message ?? '';
    assert.ok(message.startsWith(`${file} requires another .NET SDK: Run`), message);
  });

  test(`the innermost cause is told in one line, in lines that end with ${ending}`, () => {
    const output = convert(`MSBUILD : error : outer
 ---> System.IO.IOException: middle
   at Main()
 ---> System.UnauthorizedAccessException: Access to 'x' is denied.
`);
    assert.equal(getCause(output), "Access to 'x' is denied.");
    assert.equal(getCause(convert('\n  first \nsecond\n')), 'first');
  });
}

test('an output without words has no cause', () => {
  assert.equal(getCause(' \n\t\n'), 'it says nothing');
});

test('a runtime without SDKs is told from a missing version', () => {
  const output = 'Installed SDKs:\n\nNo .NET SDKs were found.\n';
  assert.equal(sdkFailure(output, '/')?.code, 'DotnetSdkNotFound');
});

const parserWords =
  "System.Text.Json.JsonException: 'v' is invalid after a value. Path: $ | LineNumber: 1 | BytePositionInLine: 4.";

test('a broken global.json is reported where it is broken, or else where the SDK says', async (context) => {
  const folder = await temporaryFolder(context);
  const file = join(folder, 'global.json');
  assert.equal(sdkFailure(parserWords, '/'), undefined, 'no file, no error of it');
  await writeFile(file, '\uFEFF{\n  "sdk" "v"\n}');
  const own = sdkFailure(parserWords, folder);
  assert.equal(own?.code, 'GlobalJsonBroken');
  assert.match(own.message, /colon expected at line 2, column 9\./);
  await writeFile(file, '[]');
  const told = sdkFailure(parserWords, folder)?.message ?? '';
  assert.match(told, /'v' is invalid after a value at line 2, column 5\./);
});

test('a failure of a project is none of the SDK', () => {
  const output = '/shop/Shop.cs(3,5): error CS1002: ; expected [/shop/Shop.csproj]';
  assert.equal(sdkFailure(output, '/'), undefined);
});

function issue(code: string): BuildIssue {
  const place = { file: '', line: 0, column: 0, project: undefined };
  return { ...place, severity: 'error', code, message: `about ${code}` };
}

for (const [codes, error] of [
  [['CS0103', 'NETSDK1045'], 'DotnetSdkTooOldForProject'],
  [['NETSDK1147'], 'DotnetWorkloadMissing'],
  [['MSB1001'], 'DotnetSdkTooOld'],
  [['MSB1001', 'NETSDK1045'], 'DotnetSdkTooOldForProject'],
  [['CS0103'], undefined],
  [[], undefined],
] as const) {
  test(`issues ${codes.join(' and ') || 'of no kind'} are ${error ?? 'no shortcoming'}`, () => {
    const found = sdkShortcoming(codes.map(issue));
    assert.equal(found?.code, error);
    if (found !== undefined && error !== 'DotnetSdkTooOld')
      assert.match(found.message, /about NET/);
  });
}
