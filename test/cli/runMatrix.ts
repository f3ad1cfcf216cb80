// Kinds of projects and of starts, for a comparison with `dotnet run`.

import { rm } from 'node:fs/promises';
import type { DotnetRoom } from '../support/dotnet.ts';

/** Tells what it was run with, a line for each thing, and which source it was built of. */
export function matrixProgram(marker: string, end: string): string {
  return `using System;
Console.WriteLine("program|" + typeof(Program).Assembly.Location);
Console.WriteLine("folder|" + Environment.CurrentDirectory);
foreach (var arg in args) Console.WriteLine("arg|" + arg);
foreach (var name in "GREETING INHERITED ASPNETCORE_URLS DOTNET_LAUNCH_PROFILE DOTNET_ENVIRONMENT".Split(' '))
  Console.WriteLine(name + "|" + Environment.GetEnvironmentVariable(name));
Console.WriteLine("built of|${marker}");
${end}
`;
}

export interface MatrixProject {
  /** Also that of its folder. */
  readonly name: string;
  readonly sdk?: string;
  /** What the project file has beside its framework and output type. */
  readonly content?: string;
  readonly framework?: string;
  /** Further files, by their paths from the project's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** How the program ends. */
  readonly end?: string;
  /** Whether the project gives its program arguments, beside which `dotnet run` leaves out those of a profile. */
  readonly hasArguments?: boolean;
}

const property = (name: string, value: string): string =>
  `<PropertyGroup><${name}>${value}</${name}></PropertyGroup>`;
const imported = (content: string): string => `<Project>${content}</Project>`;

export const matrixProjects: readonly MatrixProject[] = [
  { name: 'Plain' },
  { name: 'Failing', end: 'return 3;' },
  { name: 'Crashing', end: 'throw new Exception("wrong");' },
  { name: 'Negative', end: 'return -1;' },
  { name: 'Killed', end: 'System.Diagnostics.Process.GetCurrentProcess().Kill();' },
  { name: "With (odd) n%me's é", content: property('RootNamespace', 'Odd') },
  { name: 'Named', content: property('AssemblyName', 'Other.Name') },
  { name: 'Hostless', content: property('UseAppHost', 'false'), hasArguments: true },
  { name: 'Optimised', content: property('Configuration', 'Release') },
  { name: 'Placed', content: property('OutputPath', 'out/') },
  { name: 'Flat', content: property('AppendTargetFrameworkToOutputPath', 'false') },
  {
    name: 'Arguments',
    content: property('StartArguments', 'one "two words" --three=3'),
    hasArguments: true,
  },
  {
    name: 'Folder',
    content: property('RunWorkingDirectory', 'data'),
    files: { 'data/some.txt': '' },
  },
  {
    name: 'StartFolder',
    content: property('StartWorkingDirectory', '$(MSBuildProjectDirectory)/data'),
    files: { 'data/some.txt': '' },
  },
  {
    name: 'Command',
    content: `${property('RunCommand', 'dotnet')}${property('RunArguments', '$(MSBuildProjectDirectory)/bin/Debug/net10.0/Command.dll of-command')}`,
    hasArguments: true,
  },
  {
    name: 'RunTarget',
    content: `<Target Name="Own" BeforeTargets="ComputeRunArguments"><PropertyGroup><RunArguments>of-target</RunArguments><RunWorkingDirectory>$(MSBuildProjectDirectory)/obj</RunWorkingDirectory></PropertyGroup></Target>`,
    hasArguments: true,
  },
  {
    name: 'OneOfSeveral',
    framework: '<TargetFrameworks>net10.0</TargetFrameworks>',
  },
  {
    name: 'ImportsByProperty',
    content: `${property('Parts', '$(MSBuildThisFileDirectory)parts/')}<Import Project="$(Parts)one.props" />`,
    files: { 'parts/one.props': imported(property('AssemblyName', 'ByProperty')) },
  },
  {
    name: 'ImportsByWildcard',
    content: '<Import Project="parts/*.props" />',
    files: { 'parts/one.props': imported(property('AssemblyName', 'ByWildcard')) },
  },
  {
    name: 'ImportsByCondition',
    content: `<Import Project="local.props" Condition="Exists('local.props')" />`,
    files: { 'local.props': imported(property('AssemblyName', 'ByCondition')) },
  },
  {
    name: 'ImportsFromAbove',
    content: `<Import Project="$([MSBuild]::GetPathOfFileAbove('above.props'))" />`,
    files: { 'above.props': imported(property('AssemblyName', 'FromAbove')) },
  },
  {
    name: 'Central',
    files: {
      'Directory.Packages.props': imported(property('ManagePackageVersionsCentrally', 'true')),
    },
  },
  {
    name: 'ExplicitSdk',
    content: '<Sdk Name="Microsoft.NET.Sdk" />',
    sdk: '',
  },
  {
    name: 'OwnStep',
    content:
      '<Target Name="Step" AfterTargets="Build"><WriteLinesToFile File="step.txt" Lines="done" Overwrite="true" /></Target>',
  },
  {
    name: 'Responded',
    files: { 'Directory.Build.rsp': '-p:AssemblyName=Responded.Name' },
  },
];

/** How a project is started. */
export const matrixStarts = ['without a profile', 'with variables', 'with arguments'] as const;
export type MatrixStart = (typeof matrixStarts)[number];

const settings = JSON.stringify({
  profiles: {
    'with variables': {
      commandName: 'Project',
      applicationUrl: 'http://localhost:5123',
      environmentVariables: { GREETING: 'hello you', DOTNET_ENVIRONMENT: 'Staging' },
    },
    'with arguments': { commandName: 'Project', commandLineArgs: 'of "the profile"' },
  },
});

export async function writeMatrixProject(room: DotnetRoom, project: MatrixProject): Promise<void> {
  const { content = '', end = 'return 0;', files = {}, framework, name, sdk } = project;
  const attribute = sdk === '' ? '' : ` Sdk="${sdk ?? 'Microsoft.NET.Sdk'}"`;
  await room.write(
    `${name}/${name}.csproj`,
    `<Project${attribute}>${sdk === '' ? content : ''}<PropertyGroup>${framework ?? '<TargetFramework>net10.0</TargetFramework>'}<OutputType>Exe</OutputType></PropertyGroup>${sdk === '' ? '' : content}</Project>\n`,
  );
  await room.write(`${name}/Program.cs`, matrixProgram('first', end));
  await room.write(`${name}/Properties/launchSettings.json`, settings);
  for (const [path, text] of Object.entries(files)) await room.write(`${name}/${path}`, text);
}

function removed(room: DotnetRoom, name: string): Promise<void> {
  return rm(room.path(name), { recursive: true, force: true });
}

/** What changes between two starts of a project. */
export const matrixChanges: Readonly<
  Record<string, (room: DotnetRoom, project: MatrixProject) => Promise<unknown>>
> = {
  nothing: () => Promise.resolve(),
  'its source': (room, { end = 'return 0;', name }) =>
    room.write(`${name}/Program.cs`, matrixProgram('second', end)),
  'its exit code': (room, { name }) =>
    room.write(`${name}/Program.cs`, matrixProgram('second', 'return 7;')),
  'what is above': (room, { name }) =>
    room.write(
      `${name}/Directory.Build.props`,
      imported(
        property('AssemblyTitle', 'changed') +
          property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/Properties'),
      ),
    ),
  'what is above, at the end': (room, { name }) =>
    room.write(
      `${name}/Directory.Build.targets`,
      imported(property('AssemblyName', '$(AssemblyName)New')),
    ),
  'a user file': (room, { name }) =>
    room.write(
      `${name}/${name}.csproj.user`,
      imported(property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/Properties')),
    ),
  'its outputs': (room, { name }) => removed(room, `${name}/bin`),
  'all that builds made': async (room, { name }) => {
    await removed(room, `${name}/bin`);
    await removed(room, `${name}/obj`);
  },
};
