// Writes the projects of the matrix, and changes them.

import { rm } from 'node:fs/promises';
import type { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { anotherProgram, imported, type MatrixProject, property } from './runMatrix.ts';

/** Prints how it was run, a line for each item, and which source it was built from. */
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

export async function writeMatrixProject(
  fixture: DotnetFixture,
  project: MatrixProject,
): Promise<void> {
  await writeProjectFile(fixture, project);
  await writeProgram(fixture, project, 'first');
  await writeProfiles(fixture, project, 'hello');
  await fixture.write(`${project.name}/Properties/some.txt`, '');
  await writeFiles(fixture, project, project.files);
}

async function writeProjectFile(
  fixture: DotnetFixture,
  { content = '', extension = 'csproj', framework, name, sdk }: MatrixProject,
  more = '',
): Promise<void> {
  const attribute = sdk === '' ? '' : ` Sdk="${sdk ?? 'Microsoft.NET.Sdk'}"`;
  await fixture.write(
    `${name}/${name}.${extension}`,
    `<Project${attribute}>${sdk === '' ? content : ''}<PropertyGroup>${framework ?? '<TargetFramework>net10.0</TargetFramework>'}<OutputType>Exe</OutputType></PropertyGroup>${sdk === '' ? '' : content}${more}</Project>\n`,
  );
}

async function writeProfiles(
  fixture: DotnetFixture,
  { firstProfiles, name, settingsFile = 'Properties/launchSettings.json' }: MatrixProject,
  word: string,
): Promise<void> {
  const profiles = { ...firstProfiles, ...profilesOf(word) };
  await fixture.write(`${name}/${settingsFile}`, JSON.stringify({ profiles }));
}

async function writeFiles(
  fixture: DotnetFixture,
  { name }: MatrixProject,
  files: MatrixProject['files'] = {},
): Promise<void> {
  for (const [path, text] of Object.entries(files)) await fixture.write(`${name}/${path}`, text);
}

async function writeProgram(
  fixture: DotnetFixture,
  { end = 'return 0;', extension, name }: MatrixProject,
  marker: string,
): Promise<void> {
  if (extension === 'vbproj') await fixture.write(`${name}/Program.vb`, visualBasicProgram(marker));
  else await fixture.write(`${name}/Program.cs`, csharpProgram(marker, end));
}

function removed(fixture: DotnetFixture, name: string): Promise<void> {
  return rm(fixture.path(name), { recursive: true, force: true });
}

type Change = (fixture: DotnetFixture, project: MatrixProject) => Promise<unknown>;

/** What changes between two starts of a project. */
export const matrixChanges = {
  'its source': (fixture, project) =>
    writeProgram(fixture, { ...project, end: 'return 7;' }, 'second'),
  'its project file': (fixture, project) => {
    const defined = project.extension === 'vbproj' ? 'CHANGED=True' : '$(DefineConstants);CHANGED';
    const more = property('DefineConstants', defined);
    return writeProjectFile(fixture, project, more);
  },
  'its own files': (fixture, project) => writeFiles(fixture, project, project.changedFiles),
  'its launch settings': (fixture, project) => writeProfiles(fixture, project, 'goodbye'),
  'what is above': (fixture, { isNamed = false, name }) =>
    fixture.write(
      `${name}/Directory.Build.props`,
      imported(
        (isNamed ? '' : property('AssemblyName', '$(MSBuildProjectName).Above')) +
          property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/Properties'),
      ),
    ),
  'what is above, at the end': (fixture, { name }) =>
    fixture.write(
      `${name}/Directory.Build.targets`,
      imported(
        property('DefineConstants', '$(DefineConstants);CHANGED') +
          property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/obj'),
      ),
    ),
  'a user file': (fixture, { extension = 'csproj', name }) =>
    fixture.write(
      `${name}/${name}.${extension}.user`,
      imported(property('RunWorkingDirectory', '$(MSBuildProjectDirectory)/Properties')),
    ),
  nothing: () => Promise.resolve(),
  'its outputs': (fixture, { name }) => removed(fixture, `${name}/bin`),
  'all that builds made': async (fixture, { name }) => {
    await removed(fixture, `${name}/bin`);
    await removed(fixture, `${name}/obj`);
  },
} as const satisfies Readonly<Record<string, Change>>;
export type MatrixChange = keyof typeof matrixChanges;

/** The changes that a project can have. */
export function changesOf({ changedFiles }: MatrixProject): readonly MatrixChange[] {
  const all = Object.keys(matrixChanges) as MatrixChange[];
  return all.filter((change) => change !== 'its own files' || changedFiles !== undefined);
}
