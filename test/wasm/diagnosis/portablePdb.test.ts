import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { readEmbeddedSymbols } from '../../../src/wasm/diagnosis/gatherBuilt.ts';
import { isDeterministic } from '../../../src/wasm/diagnosis/paths.ts';
import {
  type PdbReading,
  type PortablePdb,
  readPdb,
} from '../../../src/wasm/diagnosis/portablePdb.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

let fixture: DotnetFixture;

/** The ways to build the library; each has its own output folder. */
const ways = {
  debug: 'DebugType=portable',
  release: 'DebugType=portable;Configuration=Release;Optimize=true',
  deterministic: 'DebugType=portable;DeterministicSourcePaths=true;ContinuousIntegrationBuild=true',
  embedded: 'DebugType=embedded',
  none: 'DebugType=none',
};

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
    <OutputPath>bin/$(Way)/</OutputPath>
    <IntermediateOutputPath Condition="'$(Way)' != ''">obj/$(Way)/</IntermediateOutputPath>
    <GenerateDocumentationFile>false</GenerateDocumentationFile>
  </PropertyGroup>
  <ItemGroup><SourceRoot Include="$(MSBuildProjectDirectory)/" /></ItemGroup>
  <Target Name="BuildAllWays">
    <MSBuild Projects="$(MSBuildProjectFullPath)" Targets="Build" Properties="Way=%(Way.Identity);%(Way.Properties)" />
  </Target>
  <ItemGroup>
    ${Object.entries(ways)
      .map(
        ([name, properties]) =>
          `<Way Include="${name}"><Properties>${properties}</Properties></Way>`,
      )
      .join('\n    ')}
  </ItemGroup>
</Project>
`;

const sources = {
  'Sum.cs': `namespace Library;

public static class Sum
{
    private static int calls = Count(
        1,
        2);

    public static int Of(int a, int b)
    {
        var sum = a +
            b;

        return Twice(sum);

        int Twice(int value) => value * 2;
    }

    private static int Count(int a, int b) => a + b;
}
`,
  'Wörter/Async.cs': `namespace Library;

public class Async
{
    public async Task<int> Later()
    {
        await Task.Yield();
#line 200 "Template.tt"
        var one = 1;
#line default
        return one;
    }
}
`,
  'Contract.cs': `namespace Library;

public interface Contract
{
    int Number { get; }
}
`,
};

before(async () => {
  fixture = await DotnetFixture.make();
  const path = await fixture.write('Library.csproj', project);
  for (const [name, text] of Object.entries(sources)) {
    await fixture.write(name, `using System.Threading.Tasks; ${text}`);
  }
  await fixture.run('restore', path);
  await fixture.run('msbuild', path, '-target:BuildAllWays');
});
after(() => fixture.remove());

function built(way: keyof typeof ways, extension: string): Promise<Buffer> {
  return readFile(fixture.path('bin', way, `Library.${extension}`));
}

function portable(reading: PdbReading | undefined): PortablePdb {
  assert.ok(reading?.kind === 'portable');
  return reading.pdb;
}

function linesIn(pdb: PortablePdb, path: string): readonly number[] {
  const found = pdb.documents.find((document) => document.path === path);
  assert.ok(found, `${path} is not among ${pdb.documents.map((one) => one.path).join(', ')}`);
  return found.codeLines;
}

test('symbols have their documents and the lines with code', async () => {
  const pdb = portable(readPdb(await built('debug', 'pdb')));
  assert.deepEqual(linesIn(pdb, fixture.path('Sum.cs')), [5, 6, 7, 10, 11, 12, 14, 16, 17, 19]);
  const lines = linesIn(pdb, fixture.path('Wörter/Async.cs'));
  assert.deepEqual(lines, [6, 7, 11, 12]);
});

test("a method's code from another document belongs to that document", async () => {
  const pdb = portable(readPdb(await built('debug', 'pdb')));
  const template = pdb.documents.find(({ path }) => path.endsWith('Template.tt'));
  assert.deepEqual(template?.codeLines, [200]);
});

test('symbols have the id that their assembly expects', async () => {
  const { id } = portable(readPdb(await built('debug', 'pdb')));
  const [guid, stamp] = [id.slice(0, 32), id.slice(32)];
  const assembly = await built('debug', 'dll');
  const at = assembly.indexOf('RSDS');
  assert.equal(assembly.toString('hex', at + 4, at + 20), guid);
  assert.ok(assembly.includes(Buffer.from(stamp, 'hex')));
});

test('symbols of other builds have other ids', async () => {
  const ids = await Promise.all(
    (['debug', 'release', 'deterministic'] as const).map(
      async (way) => portable(readPdb(await built(way, 'pdb'))).id,
    ),
  );
  assert.equal(new Set(ids).size, 3);
});

test('symbols distinguish optimized code from code for debugging', async () => {
  assert.equal(portable(readPdb(await built('debug', 'pdb'))).isOptimized, false);
  assert.equal(portable(readPdb(await built('release', 'pdb'))).isOptimized, true);
});

test('deterministic builds have sources below their own root', async () => {
  const { documents } = portable(readPdb(await built('deterministic', 'pdb')));
  const paths = documents.map(({ path }) => path);
  assert.ok(paths.every(isDeterministic), paths.join(', '));
  assert.ok(paths.some((path) => path.endsWith('/Wörter/Async.cs')));
});

test('embedded symbols are found in their assembly', async () => {
  await assert.rejects(built('embedded', 'pdb'), { code: 'ENOENT' });
  const pdb = portable(readEmbeddedSymbols(await built('embedded', 'dll')));
  assert.deepEqual(linesIn(pdb, fixture.path('Sum.cs')), [5, 6, 7, 10, 11, 12, 14, 16, 17, 19]);
});

test('assemblies without symbols, and other files, have none embedded', async () => {
  for (const way of ['debug', 'none'] as const) {
    assert.equal(readEmbeddedSymbols(await built(way, 'dll')), undefined);
  }
  assert.equal(readEmbeddedSymbols(Buffer.from('<!doctype html>')), undefined);
  assert.equal(readEmbeddedSymbols(Buffer.alloc(0)), undefined);
});

test('detects symbols for Windows debuggers', () => {
  const bytes = Buffer.from('Microsoft C/C++ MSF 7.00\r\n\u001aDS\0\0\0', 'latin1');
  assert.deepEqual(readPdb(bytes), { kind: 'windows' });
});

test('damaged symbols are reported as unreadable, wherever the damage is', async () => {
  const whole = await built('debug', 'pdb');
  for (let length = 0; length < whole.length; length += 7) {
    assert.notEqual(readPdb(whole.subarray(0, length)).kind, 'windows');
  }
  assert.equal(readPdb(whole.subarray(0, 100)).kind, 'unreadable');
  assert.equal(readPdb(Buffer.from('<!doctype html>')).kind, 'unreadable');
});

test('symbols with any byte changed are read or refused, without an exception', async () => {
  const whole = await built('debug', 'pdb');
  for (let position = 0; position < whole.length; position += 3) {
    const changed = Buffer.from(whole);
    changed[position] = 0xff;
    assert.ok(readPdb(changed).kind);
  }
});
