import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leadsOf } from '../../src/dotnet/msbuildText.ts';

const project = '/repo/App/App.csproj';
const nothing = { imports: [], projects: [], files: [], folders: [] };

function leadsOfItems(items: string) {
  return leadsOf(`<Project Sdk="Microsoft.NET.Sdk">${items}</Project>`, project, project);
}

test('what is below the folder of a project leads nowhere else', () => {
  const texts = [
    '<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>',
    '<PropertyGroup><NoWarn>$(NoWarn);CS1591</NoWarn><Version>$(VersionPrefix)-beta</Version></PropertyGroup>',
    '<ItemGroup><PackageReference Include="Some.Package" Version="[$(Some),2)" /></ItemGroup>',
    '<ItemGroup><Content Include="data\\**\\*.json" CopyToOutputDirectory="PreserveNewest" /></ItemGroup>',
    '<ItemGroup><Compile Remove="../Other/**" /></ItemGroup>',
    '<ItemGroup Condition="\'$(Configuration)\' == \'Debug\'"><Using Include="System" /></ItemGroup>',
    '<!-- <Target Name="Old" /> -->',
    '<Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />',
  ];
  for (const text of texts) assert.deepEqual(leadsOfItems(text), nothing, text);
});

test('files, folders, imports and projects elsewhere are found', () => {
  const cases = [
    [
      '<ProjectReference Include="..\\Library\\Library.csproj" />',
      'projects',
      '/repo/Library/Library.csproj',
    ],
    ['<Compile Include="../Shared/A.cs" />', 'files', '/repo/Shared/A.cs'],
    ['<Compile Include="$(MSBuildThisFileDirectory)..\\A.cs" />', 'files', '/repo/A.cs'],
    ['<Reference Include="B"><HintPath>/lib/B.dll</HintPath></Reference>', 'files', '/lib/B.dll'],
    [
      '<AssemblyOriginatorKeyFile>..\\key.snk</AssemblyOriginatorKeyFile>',
      'files',
      '/repo/key.snk',
    ],
    ['<Content Include="bin/made.txt" />', 'files', '/repo/App/bin/made.txt'],
    ['<Content Include="node_modules/a/b.js" />', 'files', '/repo/App/node_modules/a/b.js'],
    ['<Compile Include="../Shared/**/*.cs" />', 'folders', '/repo/Shared'],
    ['<None Include="../native/$(Configuration)/a.so" />', 'folders', '/repo/native'],
    ['<Import Project="../build/Common.props" />', 'imports', '/repo/build/Common.props'],
    [
      "<Import Project=\"$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))\" />",
      'imports',
      '/repo/Directory.Build.props',
      '/Directory.Build.props',
    ],
  ] as const;
  for (const [text, kind, ...paths] of cases) {
    assert.deepEqual(leadsOfItems(text), { ...nothing, [kind]: paths }, text);
  }
});

test('what only MSBuild can tell is left to it', () => {
  const texts = [
    '<Target Name="Own" BeforeTargets="Build"><Exec Command="make" /></Target>',
    '<UsingTask TaskName="Own" AssemblyFile="own.dll" />',
    '<PropertyGroup><PreBuildEvent>make</PreBuildEvent></PropertyGroup>',
    '<PropertyGroup><PostBuildEvent>make</PostBuildEvent></PropertyGroup>',
    '<PropertyGroup><DisableFastUpToDateCheck>true</DisableFastUpToDateCheck></PropertyGroup>',
    '<PropertyGroup><BaseIntermediateOutputPath>../obj</BaseIntermediateOutputPath></PropertyGroup>',
    '<PropertyGroup><Stamp>$([System.DateTime]::Now)</Stamp></PropertyGroup>',
    "<PropertyGroup><Version>$([System.IO.File]::ReadAllText('../version'))</Version></PropertyGroup>",
    '<PropertyGroup><ApplicationIcon>$(Icon)</ApplicationIcon></PropertyGroup>',
    '<PropertyGroup><Some>$(Root)file.txt</Some></PropertyGroup>',
    '<ItemGroup><Compile Include="$(Sources)" /></ItemGroup>',
    '<ItemGroup><Compile Include="@(Sources)" /></ItemGroup>',
    '<ItemGroup><Protobuf Include="**/*.proto" /></ItemGroup>',
    '<ItemGroup><Compile Include="..%2FA.cs" /></ItemGroup>',
    '<Import Project="$(Root)Common.props" />',
    '<Import Project="../build/*.props" />',
    '<Sdk Name="Some.Other.Sdk" Version="1.0.0" />',
    '<ItemGroup><Compile Include="a.cs" <</ItemGroup>',
  ];
  for (const text of texts) assert.equal(leadsOfItems(text), undefined, text);
  assert.equal(leadsOf('<Project Sdk="MSTest.Sdk/4.0.0" />', project, project), undefined);
});
