// Writes the projects of the matrix, and changes them.

import { rm } from 'node:fs/promises';
import type { DotnetRoom } from '../support/dotnet.ts';
import { anotherProgram, imported, type MatrixProject, property } from './runMatrix.ts';

/** Tells what it was run with, a line for each thing, and which source it was built of. */
function csharpProgram(marker: string, end: string): string {
  return `using System;
Console.WriteLine("program|" + typeof(Program).Assembly.Location);
Console.WriteLine("folder|" + Environment.CurrentDirectory);
foreach (var arg in args) Console.WriteLine("arg|" + arg);
foreach (var name in "GREETING INHERITED ASPNETCORE_URLS DOTNET_LAUNCH_PROFILE DOTNET_ENVIRONMENT".Split(' '))
  Console.WriteLine(name + "|" + Environment.GetEnvironmentVariable(name));
Console.WriteLine("built of|${marker}");
#if CHANGED
Console.WriteLine("built by|a changed project file");
#endif
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
#If CHANGED Then
    Console.WriteLine("built by|a changed project file")
#End If
    Return 6
  End Function
End Module
`;
}

function profilesOf(word: string): object {
  return {
    iis: { commandName: 'IISExpress' },
    'with variables': {
      commandName: 'Project',
      applicationUrl: 'http://localhost:5123',
      environmentVariables: { GREETING: `${word} you`, DOTNET_ENVIRONMENT: 'Staging' },
    },
    'another program': anotherProgram,
    'with arguments': { commandName: 'Project', commandLineArgs: `${word} "the profile"` },
  };
}

export async function writeMatrixProject(room: DotnetRoom, project: MatrixProject): Promise<void> {
  await writeProjectFile(room, project);
  await writeProgram(room, project, 'first');
  await writeProfiles(room, project, 'hello');
  await room.write(`${project.name}/Properties/some.txt`, '');
  await writeFiles(room, project, project.files);
}

async function writeProjectFile(
  room: DotnetRoom,
  { content = '', extension = 'csproj', framework, name, sdk }: MatrixProject,
  more = '',
): Promise<void> {
  const attribute = sdk === '' ? '' : ` Sdk="${sdk ?? 'Microsoft.NET.Sdk'}"`;
  await room.write(
    `${name}/${name}.${extension}`,
    `<Project${attribute}>${sdk === '' ? content : ''}<PropertyGroup>${framework ?? '<TargetFramework>net10.0</TargetFramework>'}<OutputType>Exe</OutputType></PropertyGroup>${sdk === '' ? '' : content}${more}</Project>\n`,
  );
}

async function writeProfiles(
  room: DotnetRoom,
  { firstProfiles, name, settingsFile = 'Properties/launchSettings.json' }: MatrixProject,
  word: string,
): Promise<void> {
  const profiles = { ...firstProfiles, ...profilesOf(word) };
  await room.write(`${name}/${settingsFile}`, JSON.stringify({ profiles }));
}

async function writeFiles(
  room: DotnetRoom,
  { name }: MatrixProject,
  files: MatrixProject['files'] = {},
): Promise<void> {
  for (const [path, text] of Object.entries(files)) await room.write(`${name}/${path}`, text);
}

async function writeProgram(
  room: DotnetRoom,
  { end = 'return 0;', extension, name }: MatrixProject,
  marker: string,
): Promise<void> {
  if (extension === 'vbproj') await room.write(`${name}/Program.vb`, visualBasicProgram(marker));
  else await room.write(`${name}/Program.cs`, csharpProgram(marker, end));
}

function removed(room: DotnetRoom, name: string): Promise<void> {
  return rm(room.path(name), { recursive: true, force: true });
}

type Change = (room: DotnetRoom, project: MatrixProject) => Promise<unknown>;

/** What changes between two starts of a project. */
export const matrixChanges = {
  'its source': (room, project) => writeProgram(room, { ...project, end: 'return 7;' }, 'second'),
  'its project file': (room, project) => {
    const defined = project.extension === 'vbproj' ? 'CHANGED=True' : '$(DefineConstants);CHANGED';
    const more = property('DefineConstants', defined);
    return writeProjectFile(room, project, more);
  },
  'its own files': (room, project) => writeFiles(room, project, project.changedFiles),
  'its launch settings': (room, project) => writeProfiles(room, project, 'goodbye'),
  'what is above': (room, { isNamed = false, name }) =>
    room.write(
      `${name}/Directory.Build.props`,
      imported(
        (isNamed ? '' : property('AssemblyName', '$(MSBuildProjectName).Above')) +
          property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/Properties'),
      ),
    ),
  'what is above, at the end': (room, { name }) =>
    room.write(
      `${name}/Directory.Build.targets`,
      imported(
        property('DefineConstants', '$(DefineConstants);CHANGED') +
          property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/obj'),
      ),
    ),
  'a user file': (room, { extension = 'csproj', name }) =>
    room.write(
      `${name}/${name}.${extension}.user`,
      imported(property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/Properties')),
    ),
  nothing: () => Promise.resolve(),
  'its outputs': (room, { name }) => removed(room, `${name}/bin`),
  'all that builds made': async (room, { name }) => {
    await removed(room, `${name}/bin`);
    await removed(room, `${name}/obj`);
  },
} as const satisfies Readonly<Record<string, Change>>;
export type MatrixChange = keyof typeof matrixChanges;

/** The changes that a project can have. */
export function changesOf({ changedFiles }: MatrixProject): readonly MatrixChange[] {
  const all = Object.keys(matrixChanges) as MatrixChange[];
  return all.filter((change) => change !== 'its own files' || changedFiles !== undefined);
}
