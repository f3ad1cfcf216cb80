import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { projectFolder } from '../../../tools/setup/node.mjs';
import { createClient, createServedClient } from '../../../tools/fixtures/dotnet/blazorProjects.ts';
import { layOutWebRoot } from '../../../tools/fixtures/dotnet/staticWebAssets.ts';
import { makeBlazorWorkspace } from './blazorWorkspace.ts';

const plainApp = join(projectFolder, 'test', 'fixtures', 'PlainApp');

/** Files of a workspace beside the client, by name. */
const files = {
  'Tool/Tool.csproj': `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
`,
  'Tool/Program.cs': `if (args is ["variables", ..])
{
    foreach (var name in args[1..])
        Console.WriteLine($"{name} {(Environment.GetEnvironmentVariable(name) is null ? "missing" : "there")}");
    return 0;
}
Console.WriteLine(string.Join("|", args));
Console.Error.WriteLine(Environment.GetEnvironmentVariable("GREETING"));
return 3;
`,
  'Library/Library.csproj': `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
</Project>
`,
  // Serves BlazorApp too, which has its own dev server.
  'Host/Host.csproj': `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><ProjectReference Include="../BlazorApp/BlazorApp.csproj" /></ItemGroup>
</Project>
`,
  'ReleaseApp/Directory.Build.props': `<Project>
  <PropertyGroup>
    <Configuration>Release</Configuration>
    <DebugType>none</DebugType>
  </PropertyGroup>
</Project>
`,
  'Page/index.html': '<!doctype html>\n<script src="page.js"></script>\n',
  'Page/page.js': `function answer(question) {
  return question.length;
}
setInterval(() => answer('what?'), 100);
`,
} as const;

/**
 * Creates a folder of projects that is removed after the test, built where others serve them:
 * clients with and without servers, one of them for Release, an app without Blazor, a program, a
 * library, a page.
 */
export async function makeControllersWorkspace(context: TestContext): Promise<string> {
  const { folder } = await makeBlazorWorkspace(context);
  await createServedClient(join(folder, 'Hosted'), 'WebAssembly');
  await createServedClient(join(folder, 'Auto'), 'Auto');
  await createClient(join(folder, 'ReleaseApp'));
  await write(folder, files);
  await cp(plainApp, join(folder, 'PlainApp'), { recursive: true, filter: isSource });
  for (const name of ['BlazorApp', 'PlainApp']) await build(join(folder, name));
  const assembly = join(folder, 'BlazorApp/bin/Debug/net10.0/BlazorApp.dll');
  await layOutWebRoot(assembly, join(folder, 'served'));
  return folder;
}

async function build(project: string): Promise<void> {
  await promisify(execFile)('dotnet', ['build', project, '-nodeReuse:false'], {
    env: { ...process.env, DOTNET_CLI_USE_MSBUILD_SERVER: '0' },
  });
}

function isSource(path: string): boolean {
  return !/[\\/](bin|obj)([\\/]|$)/.test(path);
}

async function write(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
}
