import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionsIn } from '../../src/dotnet/decisions.ts';

const project = '/srv/shop/App/App.csproj';
const above = '/srv/shop/Directory.Build.props';

function decisions(element: string, file = project) {
  return decisionsIn(`<Project Sdk="Microsoft.NET.Sdk">${element}</Project>`, file, project);
}

const readable: readonly (readonly [element: string, file: string])[] = [
  ['<Import Project="../common.props" />', '/srv/shop/common.props'],
  [`<Import Label='x' Project='..\\common.props'/>`, '/srv/shop/common.props'],
  ['<Import Project="$(MSBuildThisFileDirectory)x.props" />', '/srv/shop/App/x.props'],
  ['<Import Project="$(MSBuildProjectDirectory)/x.props" />', '/srv/shop/App/x.props'],
  [`<Import Project="$([MSBuild]::GetPathOfFileAbove('all.props'))" />`, '/srv/all.props'],
  [
    `<Import Project="$([MSBuild]::GetPathOfFileAbove('all.props', '$(MSBuildThisFileDirectory)../'))" Condition="'$([MSBuild]::GetPathOfFileAbove(all.props, $(MSBuildThisFileDirectory)..))' != ''" />`,
    '/srv/shop/all.props',
  ],
  [`<A Condition="Exists('local.txt')">1</A>`, '/srv/shop/App/local.txt'],
];

for (const [element, file] of readable) {
  test(`${element} is decided by ${file}`, () => {
    const { files, isComplete } = decisions(element);
    assert.ok(files.includes(file), files.join());
    assert.equal(isComplete, true);
  });
}

const harmless = [
  '<Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />',
  '<A>$(Other)</A>',
  `<Import Project="$(MSBuildExtensionsPath)\\$(MSBuildToolsVersion)\\Microsoft.Common.props" Condition="Exists('$(MSBuildExtensionsPath)\\$(MSBuildToolsVersion)\\Microsoft.Common.props')" />`,
  '<Import Project="$(MSBuildToolsPath)\\Microsoft.CSharp.targets" />',
  `<Target Name="T" Condition="'1' > '0'"><Error Condition="Exists('$(Other)x')" /></Target>`,
  `<A Condition="$([MSBuild]::IsOSPlatform('Linux'))">$([System.IO.Path]::Combine('a', 'b'))</A>`,
  `<A>$([System.Environment]::GetEnvironmentVariable('A'))</A>`,
];

for (const element of harmless) {
  test(`${element} is decided by no other file`, () => {
    assert.deepEqual(decisions(element), { files: [], isComplete: true });
  });
}

const unreadable = [
  '<Target Name="T" /><Import Project="$(A)" /><Target Name="U"></Target>',
  '<Import Project="$(Shared)common.props" />',
  '<Import Project="parts/*.props" />',
  `<Import Project="x.props" Condition="Exists('$(Shared)x')" />`,
  `<A>$([System.IO.File]::ReadAllText('version.txt'))</A>`,
  `<A>$([System.DateTime]::Now)</A>`,
  `<A>$([MSBuild]::GetDirectoryNameOfFileAbove('.', 'x'))</A>`,
  `<Import Project="$([MSBuild]::GetPathOfFileAbove('$(Name)'))" />`,
];

for (const element of unreadable) {
  test(`only MSBuild knows what decides ${element}`, () => {
    assert.equal(decisions(element, above).isComplete, false);
  });
}
