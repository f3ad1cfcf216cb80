import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { projectFolder } from '../../scripts/setup/node.mjs';
import { makeBlazorWorkspace } from './blazorWorkspace.ts';

const fixtures = join(projectFolder, 'test', 'fixtures');

/** Files of a workspace beside the client, by their names. */
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
  'Page/index.html': '<!doctype html>\n<script src="page.js"></script>\n',
  'Page/page.js': `function answer(question) {
  return question.length;
}
setInterval(() => answer('what?'), 100);
`,
} as const;

/**
 * Makes a folder of projects that goes with the test, built as far as others serve them: a Blazor client
 * with a server, a Release build of the same client, an app without Blazor, a program, a library, a page.
 */
export async function makeControllersWorkspace(context: TestContext): Promise<string> {
  const { folder } = await makeBlazorWorkspace(context);
  const isSource = (path: string): boolean => !/[\\/](bin|obj)([\\/]|$)/.test(path);
  for (const name of ['HostedApp', 'PlainApp']) {
    await cp(join(fixtures, name), join(folder, name), { recursive: true, filter: isSource });
  }
  await makeReleaseClient(join(folder, 'BlazorApp'), join(folder, 'ReleaseApp'));
  await write(folder, files);
  for (const name of ['HostedApp', 'PlainApp']) {
    const project = join(folder, name, `${name}.csproj`);
    await promisify(execFile)('dotnet', ['build', project, '-nodeReuse:false'], {
      env: { ...process.env, DOTNET_CLI_USE_MSBUILD_SERVER: '0' },
    });
  }
  return folder;
}

/** Copies a client as one that is built for Release, without symbols. */
async function makeReleaseClient(client: string, folder: string): Promise<void> {
  await cp(client, folder, { recursive: true });
  const project = join(folder, 'ReleaseApp.csproj');
  await rename(join(folder, 'BlazorApp.csproj'), project);
  const text = await readFile(project, 'utf8');
  const withoutSymbols = text.replace(/(?<=<DebugType>)\w+/, 'none');
  await writeFile(project, withoutSymbols);
  const settings = '<Configuration>Release</Configuration><RootNamespace>BlazorApp</RootNamespace>';
  const props = `<Project><PropertyGroup>${settings}</PropertyGroup></Project>\n`;
  await writeFile(join(folder, 'Directory.Build.props'), props);
}

async function write(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
}
