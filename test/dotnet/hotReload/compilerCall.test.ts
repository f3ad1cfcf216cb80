import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  parseCompilerCall,
  splitCapabilities,
} from '../../../src/dotnet/hotReload/compilerCall.ts';

const path = '/app/Client.csproj';

/** MSBuild's answer, with other items. */
function answer(items: object): string {
  const properties = {
    MSBuildToolsPath: '/dotnet/sdk/10.0.401',
    NetCoreRoot: '/dotnet/',
    BundledNETCoreAppPackageVersion: '10.0.12',
    WebAssemblyHotReloadCapabilities: 'Baseline;AddMethodToExistingType;',
  };
  const all = {
    CscCommandLineArgs: [{ Identity: '/noconfig' }, { Identity: 'Program.cs' }],
    IntermediateAssembly: [{ Identity: 'obj/Client.dll', FullPath: '/app/obj/Client.dll' }],
    ...items,
  };
  return JSON.stringify({ Properties: properties, Items: all });
}

test('the call of the compiler is read from the answer of MSBuild', () => {
  assert.deepEqual(parseCompilerCall(path, answer({})), {
    project: { path, arguments: ['/noconfig', 'Program.cs'], assembly: '/app/obj/Client.dll' },
    references: [],
    sdk: '/dotnet/sdk/10.0.401',
    root: '/dotnet/',
    runtime: '10.0.12',
    capabilities: ['Baseline', 'AddMethodToExistingType'],
  });
});

test('references are those to C# projects whose assemblies are used', () => {
  const one = { HasSingleTargetFramework: 'true', NearestTargetFramework: 'net10.0' };
  const references = [
    { FullPath: '/lib/Lib.csproj', ...one, ReferenceOutputAssembly: 'true', OutputItemType: '' },
    { FullPath: '/both/Both.csproj', ...one, HasSingleTargetFramework: 'false' },
    { FullPath: '/fs/Fs.fsproj', ...one },
    { FullPath: '/generator/Generator.csproj', ...one, OutputItemType: 'Analyzer' },
    { FullPath: '/tool/Tool.csproj', ...one, ReferenceOutputAssembly: 'false' },
  ];
  const call = parseCompilerCall(path, answer({ _MSBuildProjectReferenceExistent: references }));
  assert.deepEqual(call?.references, [
    { path: '/lib/Lib.csproj', targetFramework: undefined },
    { path: '/both/Both.csproj', targetFramework: 'net10.0' },
  ]);
});

test('warnings before the answer are skipped', () => {
  const output = `/app/Client.csproj : warning NU1603: {version}\n${answer({})}`;
  assert.ok(parseCompilerCall(path, output));
});

test('projects for which no compiler is called have no call', () => {
  assert.equal(parseCompilerCall(path, answer({ IntermediateAssembly: [] })), undefined);
  assert.equal(parseCompilerCall(path, 'error MSB4057'), undefined);
});

test('capabilities are separated by semicolons or spaces', () => {
  assert.deepEqual(splitCapabilities('Baseline NewTypeDefinition'), [
    'Baseline',
    'NewTypeDefinition',
  ]);
  assert.deepEqual(splitCapabilities(''), []);
});
