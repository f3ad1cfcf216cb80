import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { replaceIn } from './replaceIn.ts';

const version = '11.0.0';

/** Items of the SDK that name the packs of a target framework. */
const packItems = /<(Known\w+)\s[^>]*?TargetFramework="net10\.0"[^>]*?\/>/gs;
/** Packs that a client doesn't need, or that need a newer SDK. */
const otherPacks = /Windows|ILCompiler|Crossgen/;
const ofSdk = 'KnownWebAssemblySdkPack';

/**
 * Turns a new stand-alone client into one for net11.0 that SDK 10 builds, and restores it: with runtime and
 * libraries of .NET 11, and without the package of a dev server, as its template creates it.
 */
export async function retargetToNet11(
  folder: string,
  run: (...args: readonly string[]) => Promise<string>,
): Promise<void> {
  await writeFile(join(folder, 'Directory.Build.props'), properties());
  await writeFile(join(folder, 'Directory.Build.targets'), await targets());
  const project = join(folder, `${basename(folder)}.csproj`);
  await replaceIn(project, 'net10.0', 'net11.0');
  await replaceIn(project, /.*WebAssembly\.DevServer".*\r?\n/, '');
  await replaceIn(project, /(?<=Include="Microsoft\.AspNetCore\.\S+ Version=")[^"]+/g, version);
  await run('restore', project);
  await copyBlazorScript(folder, run);
}

function properties(more = ''): string {
  return `<Project>
  <PropertyGroup>
    <NETCoreAppMaximumVersion>11.0</NETCoreAppMaximumVersion>
    <AllowMissingPrunePackageData>true</AllowMissingPrunePackageData>
  </PropertyGroup>
  <ItemGroup>${more}</ItemGroup>
</Project>
`;
}

async function targets(): Promise<string> {
  const text = await readFile(await bundledVersions(), 'utf8');
  const items = [...text.matchAll(packItems)]
    .filter(([item]) => !otherPacks.test(item))
    .map(([item, name]) => {
      const moved = item.replaceAll('net10.0', 'net11.0');
      return name === ofSdk ? moved : moved.replaceAll(/"10\.0\.\d+"/g, `"${version}"`);
    });
  return properties(items.join('\n'));
}

/** The file of the SDK with the versions of its packs. */
async function bundledVersions(): Promise<string> {
  const { stdout } = await promisify(execFile)('dotnet', ['--list-sdks']);
  const [, sdk = '', root = ''] =
    /^(\S+) \[(.*)\]$/.exec(stdout.trim().split('\n').at(-1) ?? '') ?? [];
  return join(root, sdk, 'Microsoft.NETCoreSdk.BundledVersions.props');
}

/** The script came with the framework before .NET 11, and its package names it in a form that SDK 10 doesn't read. */
async function copyBlazorScript(
  folder: string,
  run: (...args: readonly string[]) => Promise<string>,
): Promise<void> {
  const listed = await run('nuget', 'locals', 'global-packages', '--list');
  const packages = listed.replace(/^.*?: /s, '').trim();
  const script = join('_framework', 'blazor.webassembly.js');
  const name = 'microsoft.aspnetcore.components.webassembly';
  const target = join(folder, 'wwwroot', script);
  await mkdir(dirname(target), { recursive: true });
  await cp(join(packages, name, version, 'staticwebassets', script), target);
}
