import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { buildFailure } from '../../../src/dotnet/build/buildFailure.ts';
import { parseIssues } from '../../../src/dotnet/build/buildIssues.ts';

const project = resolve('/code/App/App.csproj');

function failureOf(...lines: readonly string[]) {
  const output = lines.join('\n');
  const issues = parseIssues(output, resolve('/code/App'));
  const { code, message } = buildFailure(project, { kind: 'failed', issues, output });
  return { code, message };
}

function compileError(number: number): string {
  return `${resolve('/code/App/Pages')}/A.razor(${number},2): error CS0103: No ${number}`;
}

test('quotes the first compiler errors', () => {
  const errors = [1, 2, 3, 4, 5, 6, 7].map(compileError);
  const { code, message } = failureOf('x.cs(1,1): warning CS1: odd', ...errors);
  assert.equal(code, 'BuildFailed');
  const lines = message.split('\n');
  assert.match(lines[0] ?? '', /^App\.csproj could not be built/);
  assert.match(lines[1] ?? '', /^Pages.A\.razor\(1,2\): CS0103 No 1$/);
  assert.match(lines[5] ?? '', /No 5$/);
  assert.deepEqual(lines.slice(6), ['and 2 more']);
});

test('quotes up to five errors', () => {
  const { message } = failureOf(...[1, 2, 3, 4, 5].map(compileError));
  assert.doesNotMatch(message, /more/);
});

const failures: readonly (readonly [what: string, code: string, names: RegExp, output: string])[] =
  [
    [
      'a missing package',
      'RestoreFailed',
      /NU1101 Unable to find package A/,
      `${project} : error NU1101: Unable to find package A.`,
    ],
    [
      'a missing restore',
      'RestoreFailed',
      /NETSDK1004/,
      '/sdk/a.targets(266,5): error NETSDK1004: Assets file not found.',
    ],
    [
      'an unreachable source',
      'RestoreFailed',
      /Unable to load/,
      '/sdk/NuGet.targets(174,5): error : Unable to load the service index.',
    ],
    [
      'a framework too new',
      'DotnetSdkTooOldForProject',
      /\.NET 12\.0/,
      '/sdk/a.targets(184,5): error NETSDK1045: The current .NET SDK does not support targeting .NET 12.0.',
    ],
    [
      'an SDK that does not support the property option',
      'DotnetSdkTooOld',
      /older than 8\.0/,
      'MSBUILD : error MSB1001: Unknown switch.',
    ],
    [
      'a missing workload',
      'DotnetWorkloadMissing',
      /wasm-tools/,
      '/sdk/a.targets(38,5): error NETSDK1147: To build this project, install: wasm-tools',
    ],
    [
      'a failure without an issue',
      'BuildFailedWithoutErrors',
      /Out of luck/,
      'Unhandled exception. System.A: b\n ---> System.Text.JsonException: Out of luck.\n   at X',
    ],
    ['a failure with a short message', 'BuildFailedWithoutErrors', /Killed/, '\nKilled\n'],
    [
      'an SDK version that is missing',
      'DotnetSdkVersionNotFound',
      /\/code\/global\.json requires the \.NET SDK 99\.0\.100/,
      'Requested SDK version: 99.0.100\nglobal.json file: /code/global.json\n',
    ],
  ];

for (const [what, code, names, output] of failures) {
  test(`${what} is the failure ${code}`, () => {
    const failure = failureOf(output);
    assert.equal(failure.code, code);
    assert.match(failure.message, names);
  });
}
