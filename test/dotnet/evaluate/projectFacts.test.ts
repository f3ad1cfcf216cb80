import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type Evaluation, parseEvaluation } from '../../../src/dotnet/evaluate/evaluation.ts';
import { toProjectFacts, type ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';

const path = resolve('/code/My App/App.csproj');

function facts(
  properties: Evaluation['properties'],
  items: Evaluation['items'] = {},
): ProjectFacts {
  return toProjectFacts(path, { properties, items });
}

const kinds: readonly (readonly [properties: Evaluation['properties'], kind: string])[] = [
  [{ OutputType: 'Exe', UsingMicrosoftNETSdkBlazorWebAssembly: 'true' }, 'client of Blazor'],
  [{ OutputType: 'Exe', UsingMicrosoftNETSdkWebAssembly: 'true' }, 'client'],
  [{ OutputType: 'Exe', RuntimeIdentifier: 'browser-wasm' }, 'client'],
  [{ OutputType: 'Exe', UsingMicrosoftNETSdkWeb: 'True' }, 'server'],
  [{ OutputType: 'Library', UsingMicrosoftNETSdkWeb: 'true' }, 'library'],
  [{ OutputType: 'Exe' }, 'program'],
  [{ OutputType: 'WinExe' }, 'program'],
  [{}, 'library'],
];

for (const [properties, expected] of kinds) {
  test(`a project is a ${expected} by ${JSON.stringify(properties)}`, () => {
    const { kind, isBlazor } = facts(properties);
    assert.equal(isBlazor ? `${kind} of Blazor` : kind, expected);
  });
}

test('paths are absolute even if they are relative in the project', () => {
  const found = facts({
    TargetPath: 'bin/App.dll',
    RunWorkingDirectory: 'wwwroot',
    NuGetPackageRoot: '../packages/',
  });
  assert.equal(found.folder, resolve('/code/My App'));
  assert.equal(found.targetPath, resolve('/code/My App/bin/App.dll'));
  assert.equal(found.runWorkingDirectory, resolve('/code/My App/wwwroot'));
  assert.equal(found.packageFolder, resolve('/code/packages'));
});

test("unset properties of a project have the SDK's defaults", () => {
  const found = facts({});
  assert.equal(found.name, 'App');
  assert.equal(found.assemblyName, 'App');
  assert.equal(found.configuration, 'Debug');
  assert.equal(found.runWorkingDirectory, found.folder);
  assert.equal(found.targetPath, '');
  assert.equal(found.packageFolder, undefined);
  assert.equal(found.wasmDebugLevel, undefined);
  assert.deepEqual(found.targetFrameworks, []);
});

test("a package's version is its own, an override, or the central one", () => {
  const { packageReferences } = facts(
    {},
    {
      PackageReference: [
        { Identity: 'A', Version: '1.0.0' },
        { Identity: 'B', VersionOverride: '2.1.0' },
        { Identity: 'c', Version: '' },
        { Identity: 'D' },
      ],
      PackageVersion: [
        { Identity: 'B', Version: '2.0.0' },
        { Identity: 'C', Version: '3.0.0' },
      ],
    },
  );
  assert.deepEqual(packageReferences, [
    { name: 'A', version: '1.0.0' },
    { name: 'B', version: '2.1.0' },
    { name: 'c', version: '3.0.0' },
    { name: 'D', version: undefined },
  ]);
});

const frameworks = [
  {
    Identity: 'Microsoft.NETCore.App',
    TargetFramework: 'net10.0',
    LatestRuntimeFrameworkVersion: '10.0.12',
  },
  {
    Identity: 'Microsoft.NETCore.App',
    TargetFramework: 'net8.0',
    LatestRuntimeFrameworkVersion: '8.0.31',
  },
  {
    Identity: 'Microsoft.AspNetCore.App',
    TargetFramework: 'net8.0',
    LatestRuntimeFrameworkVersion: '8.0.99',
  },
];

test('the runtime version is the one this SDK has for the target framework', () => {
  const of = (TargetFramework: string): string =>
    facts(
      { TargetFramework, BundledNETCoreAppPackageVersion: '10.0.12' },
      { KnownFrameworkReference: frameworks },
    ).runtimeVersion;
  assert.equal(of('net8.0-browser'), '8.0.31');
  assert.equal(of('net10.0'), '10.0.12');
  assert.equal(of('net11.0'), '10.0.12');
});

test("a client's runtime version is the version of its WebAssembly package", () => {
  const of = (Version: string): string =>
    facts(
      { TargetFramework: 'net8.0' },
      {
        KnownFrameworkReference: frameworks,
        PackageReference: [{ Identity: 'microsoft.AspNetCore.Components.WebAssembly', Version }],
      },
    ).runtimeVersion;
  assert.equal(of('8.0.5'), '8.0.5');
  assert.equal(of('9.0.0-rc.2.24474.3'), '9.0.0-rc.2.24474.3');
  assert.equal(of('8.*'), '8.0.31');
});

test('a response is found after warnings, and only requested properties are kept', () => {
  const output = `warning MSB0000: {}\n${JSON.stringify({
    Properties: { OutputType: 'Exe' },
    Items: {
      ProjectReference: [
        { Identity: '..\\A.csproj', FullPath: '/code/A.csproj', Extension: '.csproj' },
      ],
    },
  })}\n`;
  assert.deepEqual(parseEvaluation(output), {
    properties: { OutputType: 'Exe' },
    items: {
      KnownFrameworkReference: [],
      PackageReference: [],
      PackageVersion: [],
      ProjectReference: [{ FullPath: '/code/A.csproj' }],
    },
  });
});

for (const output of ['', 'net10.0', '{', '{}', '{"Properties":{"OutputType":1},"Items":{}}']) {
  test(`${JSON.stringify(output)} is not a response`, () => {
    assert.equal(parseEvaluation(output), undefined);
  });
}
