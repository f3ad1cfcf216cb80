import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unnamedReads } from '../../../src/dotnet/upToDate/unnamedReads.ts';

const project = '/srv/shop/App/App.csproj';

function readsOf(element: string, file = project, conditions: readonly string[] = []) {
  const text = `<Project Sdk="Microsoft.NET.Sdk">${element}</Project>`;
  return unnamedReads(text, file, project, conditions);
}

const files: readonly (readonly [element: string, file: string])[] = [
  [`<A Condition="Exists('local.txt')">1</A>`, '/srv/shop/App/local.txt'],
  [`<A Condition="!Exists('$(MSBuildThisFileDirectory)..\\x')">1</A>`, '/srv/shop/x'],
  [`<Import Project="$([MSBuild]::GetPathOfFileAbove('all.props'))" />`, '/srv/all.props'],
  [
    `<Import Project="$([MSBuild]::GetPathOfFileAbove('all.props', '$(MSBuildThisFileDirectory)../'))" Condition="'$([MSBuild]::GetPathOfFileAbove(all.props, $(MSBuildThisFileDirectory)..))' != ''" />`,
    '/srv/shop/all.props',
  ],
  [
    `<A>$([MSBuild]::GetDirectoryNameOfFileAbove('$(MSBuildThisFileDirectory)', 'root.txt'))</A>`,
    '/srv/root.txt',
  ],
];

for (const [element, file] of files) {
  test(`${element} depends on ${file}`, () => {
    const reads = readsOf(element);
    assert.ok(reads.files.includes(file), reads.files.join());
    assert.equal(reads.isComplete, true);
  });
}

const folders: readonly (readonly [
  element: string,
  kind: 'deciding' | 'inputs',
  folder: string,
])[] = [
  ['<Import Project="parts/*.props" />', 'deciding', '/srv/shop/App/parts'],
  ['<Import Project="$(MSBuildThisFileDirectory)..\\p?.props" />', 'deciding', '/srv/shop'],
  [`<Import Condition="2 &gt; 1" Project='parts/*.props' />`, 'deciding', '/srv/shop/App/parts'],
  ['<Compile Include="../Shared/**/*.cs" />', 'inputs', '/srv/shop/Shared'],
  ['<None Include="a.txt;../data/*.json" />', 'inputs', '/srv/shop/data'],
  ['<ProjectReference Include="../plugins/**/*.csproj" />', 'deciding', '/srv/shop/plugins'],
];

for (const [element, kind, folder] of folders) {
  test(`${element} depends on ${folder}`, () => {
    const reads = readsOf(element);
    assert.ok(reads[kind].includes(folder), JSON.stringify(reads));
    assert.deepEqual([reads.isComplete, reads.isPlainBuild], [true, true]);
  });
}

const harmless = [
  '<Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />',
  '<Import Project="$(Shared)common.props" />',
  `<Import Project="$(Shared)x.props" Condition="Exists('$(Shared)x.props')" />`,
  '<A>$(Other)</A><!-- <Target Name="Old" /> -->',
  '<PackageReference Include="A" Version="1.*" />',
  `<A Condition="$([MSBuild]::IsOSPlatform('Linux'))">$([System.IO.Path]::Combine('a', 'b'))</A>`,
  `<A>$([System.Environment]::GetEnvironmentVariable('A'))</A>`,
  '<Target Name="Own" BeforeTargets="ComputeRunArguments"><Exec Command="echo" /></Target>',
];

for (const element of harmless) {
  test(`${element} depends on nothing else`, () => {
    const { deciding, files: lookedFor, inputs, isComplete, isPlainBuild } = readsOf(element);
    assert.deepEqual([...lookedFor, ...deciding, ...inputs], []);
    assert.deepEqual([isComplete, isPlainBuild], [true, true]);
  });
}

const unknowable = [
  `<A Condition="Exists('$(Shared)x')">1</A>`,
  `<Import Project="y.props" Condition="Exists('$(Shared)x')" />`,
  '<Import Project="$(Parts)/*.props" />',
  '<Parts>parts/*.props</Parts><Import Project="$(Parts)" />',
  `<A>$([System.IO.File]::ReadAllText('version.txt'))</A>`,
  `<A>$([System.DateTime]::Now)</A>`,
  `<Import Project="$([MSBuild]::GetPathOfFileAbove('$(Name)'))" />`,
  '<ProjectReference Include="$(Plugins)/*.csproj" />',
];

for (const element of unknowable) {
  test(`${element} has inputs that only MSBuild knows`, () => {
    assert.equal(readsOf(element).isComplete, false);
  });
}

test('a condition that MSBuild has evaluated has known inputs', () => {
  const element = `<Import Project="y.props" Condition="Exists('$(Shared)x')" />`;
  assert.equal(readsOf(element, project, [`Exists('$(Shared)x')`]).isComplete, true);
});

const ownSteps = [
  '<Target Name="Own" BeforeTargets="Build"><Exec Command="make" /></Target>',
  '<Target Name="Own" BeforeTargets="ComputeRunArguments" AfterTargets="Build" />',
  '<UsingTask TaskName="Own" AssemblyFile="own.dll" />',
  '<PropertyGroup><PreBuildEvent>make</PreBuildEvent></PropertyGroup>',
  '<Compile Include="$(Sources)/*.cs" />',
  '<Sources>../other/**/*.cs</Sources><Compile Include="$(Sources)" />',
];

for (const element of ownSteps) {
  test(`${element} has effects on a build that only MSBuild knows`, () => {
    assert.equal(readsOf(element).isPlainBuild, false);
  });
}
