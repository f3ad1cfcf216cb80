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

/** The same in Visual Basic. */
function visualBasicProgram(marker: string): string {
  return `Imports System
Module Program
  Function Main(args As String()) As Integer
    Console.WriteLine("program|" & GetType(Program).Assembly.Location)
    Console.WriteLine("folder|" & Environment.CurrentDirectory)
    For Each arg In args
      Console.WriteLine("arg|" & arg)
    Next
    For Each name In "GREETING DOTNET_LAUNCH_PROFILE DOTNET_ENVIRONMENT".Split(" "c)
      Console.WriteLine(name & "|" & Environment.GetEnvironmentVariable(name))
    Next
    Console.WriteLine("built of|${marker}")
    Return 6
  End Function
End Module
`;
}

export interface MatrixProject {
  /** Also that of its folder. */
  readonly name: string;
  readonly sdk?: string;
  /** Of the project file, without its dot. */
  readonly extension?: 'csproj' | 'vbproj';
  /** Launch profiles before those of all projects. */
  readonly firstProfiles?: Readonly<Record<string, unknown>>;
  /** Where the launch settings are, from the project's folder. */
  readonly settingsFile?: string;
  /** What the project file has beside its framework and output type. */
  readonly content?: string;
  readonly framework?: string;
  /** Further files, by their paths from the project's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** How the program ends. */
  readonly end?: string;
  /** Whether the project gives its program arguments, beside which `dotnet run` leaves out those of a profile. */
  readonly hasArguments?: boolean;
  /** Variables that the host sets where `dotnet run` leaves them empty, as the documents tell. */
  readonly defaults?: Readonly<Record<string, string>>;
}

const property = (name: string, value: string): string =>
  `<PropertyGroup><${name}>${value}</${name}></PropertyGroup>`;
const imported = (content: string): string => `<Project>${content}</Project>`;

const anotherProgram = {
  commandName: 'Executable',
  executablePath: process.execPath,
  commandLineArgs: `-e "for (const [n, v] of [['folder', process.cwd()], ['GREETING', process.env.GREETING], ['profile', process.env.DOTNET_LAUNCH_PROFILE]]) console.log(n + '|' + v); process.exitCode = 4"`,
  environmentVariables: { GREETING: 'of another program' },
};

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
  { name: 'ProgramFirst', firstProfiles: { 'another program': anotherProgram } },
  {
    name: 'OddNeighbours',
    firstProfiles: { '//': 'text', old: null, list: [1], typo: { commandName: 5 } },
  },
  { name: 'BesideIt', settingsFile: 'BesideIt.run.json' },
  { name: 'Basic', extension: 'vbproj', settingsFile: 'My Project/launchSettings.json' },
  {
    name: 'Web',
    sdk: 'Microsoft.NET.Sdk.Web',
    defaults: { ASPNETCORE_URLS: 'http://127.0.0.1:0' },
  },
  {
    name: 'References',
    content:
      '<ItemGroup><Compile Remove="Library/**" /><ProjectReference Include="Library/Library.csproj" /></ItemGroup>',
    files: {
      'Library/Library.csproj':
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>',
      'Library/Library.cs': 'public static class Library { public const int Code = 5; }',
    },
    end: 'return Library.Code;',
  },
  {
    name: 'CentralPackage',
    content:
      '<ItemGroup><PackageReference Include="Microsoft.Extensions.Primitives" /></ItemGroup>',
    files: {
      'Directory.Packages.props': imported(
        `${property('ManagePackageVersionsCentrally', 'true')}<ItemGroup><PackageVersion Include="Microsoft.Extensions.Primitives" Version="10.0.12" /></ItemGroup>`,
      ),
    },
    end: 'return new Microsoft.Extensions.Primitives.StringValues(new[] { "a", "b" }).Count;',
  },
];

/** How a project is started; but for the first two by the profile of this name. */
export const matrixStarts = [
  'without a profile',
  'by default',
  'with variables',
  'with arguments',
  'another program',
] as const;
export type MatrixStart = (typeof matrixStarts)[number];

/** With arguments of its own `dotnet run` leaves out those of the profile, a difference that README names. */
export function startsOf({ hasArguments = false }: MatrixProject): readonly MatrixStart[] {
  return matrixStarts.filter((start) => !(hasArguments && start === 'with arguments'));
}

const profiles = {
  iis: { commandName: 'IISExpress' },
  'with variables': {
    commandName: 'Project',
    applicationUrl: 'http://localhost:5123',
    environmentVariables: { GREETING: 'hello you', DOTNET_ENVIRONMENT: 'Staging' },
  },
  'another program': anotherProgram,
  'with arguments': { commandName: 'Project', commandLineArgs: 'of "the profile"' },
};

export async function writeMatrixProject(room: DotnetRoom, project: MatrixProject): Promise<void> {
  const { content = '', extension = 'csproj', files = {}, framework, name, sdk } = project;
  const attribute = sdk === '' ? '' : ` Sdk="${sdk ?? 'Microsoft.NET.Sdk'}"`;
  await room.write(
    `${name}/${name}.${extension}`,
    `<Project${attribute}>${sdk === '' ? content : ''}<PropertyGroup>${framework ?? '<TargetFramework>net10.0</TargetFramework>'}<OutputType>Exe</OutputType></PropertyGroup>${sdk === '' ? '' : content}</Project>\n`,
  );
  await writeProgram(room, project, 'first');
  const { settingsFile = 'Properties/launchSettings.json' } = project;
  await room.write(
    `${name}/${settingsFile}`,
    JSON.stringify({ profiles: { ...project.firstProfiles, ...profiles } }),
  );
  for (const [path, text] of Object.entries(files)) await room.write(`${name}/${path}`, text);
}

async function writeProgram(
  room: DotnetRoom,
  { end = 'return 0;', extension, name }: MatrixProject,
  marker: string,
): Promise<void> {
  if (extension === 'vbproj') await room.write(`${name}/Program.vb`, visualBasicProgram(marker));
  else await room.write(`${name}/Program.cs`, matrixProgram(marker, end));
}

function removed(room: DotnetRoom, name: string): Promise<void> {
  return rm(room.path(name), { recursive: true, force: true });
}

type Change = (room: DotnetRoom, project: MatrixProject) => Promise<unknown>;

/** What changes between two starts of a project. */
export const matrixChanges = {
  nothing: () => Promise.resolve(),
  'its source': (room, project) => writeProgram(room, project, 'second'),
  'its exit code': (room, project) =>
    writeProgram(room, { ...project, end: 'return 7;' }, 'with another end'),
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
  'a user file': (room, { extension = 'csproj', name }) =>
    room.write(
      `${name}/${name}.${extension}.user`,
      imported(property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/Properties')),
    ),
  'its outputs': (room, { name }) => removed(room, `${name}/bin`),
  'all that builds made': async (room, { name }) => {
    await removed(room, `${name}/bin`);
    await removed(room, `${name}/obj`);
  },
} as const satisfies Readonly<Record<string, Change>>;
export type MatrixChange = keyof typeof matrixChanges;
