import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import {
  addVisit,
  createClient,
  createOfflineClient,
  createServedClient,
} from '../../../tools/fixtures/dotnet/blazorProjects.ts';
import { realDotnet } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { retargetToNet11 } from '../../../tools/fixtures/dotnet/net11.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';
import { apps, release } from './appFolders.ts';

const gateway = join(import.meta.dirname, '..', '..', 'fixtures', 'gateway');

const frame = `<!doctype html>
<iframe src="/" width="800" height="600"></iframe>
`;

/** Blocks the download of a page's runtime, so that only the server runs the page. */
const holdingServer = `var app = builder.Build();
app.Use(async (context, next) =>
{
    var release = Path.Combine(app.Environment.ContentRootPath, "${release}");
    var isHeld = context.Request.Path.Value!.EndsWith(".wasm");
    while (isHeld && !File.Exists(release)) await Task.Delay(50, context.RequestAborted);
    await next(context);
});
`;

export interface AppsWorkspace {
  /** The folder to open. */
  readonly folder: string;
  /** The empty cache of the user who opens it. */
  readonly cache: string;
  /** A folder with an SDK beside the installed one. */
  readonly dotnetRoot: string;
}

/** Creates apps of several kinds, see `apps`, in a folder that is removed after the test. */
export async function makeAppsWorkspace(context: TestContext): Promise<AppsWorkspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'editor-apps-')));
  afterTest(context, () => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const folder = join(root, 'workspace');
  const at = (name: string): string => join(folder, name);
  await createServedClient(dirname(at(apps.auto)), 'Auto');
  await replaceIn(join(at(apps.auto), 'Program.cs'), 'var app = builder.Build();', holdingServer);
  await createServedClient(dirname(at(apps.web)), 'WebAssembly');
  await createClient(at(apps.shop));
  await addVisit(at(apps.shop));
  await writeFile(join(at(apps.shop), 'wwwroot', 'frame.html'), frame);
  await createOfflineClient(at(apps.offline));
  const cache = join(root, 'cache');
  await mkdir(cache);
  const dotnetRoot = join(root, 'dotnet');
  await Promise.all([
    publish(at(apps.offline), dirname(at(apps.published)), root),
    makeNewest(at(apps.newest), root),
    copyDotnetRoot(dotnetRoot),
  ]);
  return { folder, cache, dotnetRoot };
}

/** Copies the installed SDK to another folder, with hard links where possible. */
async function copyDotnetRoot(target: string): Promise<void> {
  const installed = dirname(await realpath(realDotnet()));
  try {
    await promisify(execFile)('cp', ['-al', installed, target]);
  } catch {
    await rm(target, { recursive: true, force: true });
    await cp(installed, target, { recursive: true });
  }
}

/**
 * Creates a client for net11.0, with all of the user's packages except those with a debug proxy.
 */
async function makeNewest(client: string, root: string): Promise<void> {
  const [packages, source] = [join(root, 'packages'), join(root, 'source')];
  await shareOtherPackages(packages);
  await cp(gateway, join(root, 'gateway'), { recursive: true, filter: isSource });
  await dotnet(root, 'pack', join(root, 'gateway'), '--output', source);
  await createClient(client);
  await writeFile(
    join(client, 'nuget.config'),
    `<configuration>
  <config><add key="globalPackagesFolder" value="${packages}" /></config>
  <packageSources><add key="gateway" value="${source}" /></packageSources>
</configuration>
`,
  );
  const reference =
    '<PackageReference Include="Microsoft.AspNetCore.Components.Gateway" Version="11.0.0" PrivateAssets="all" />';
  const end = '  <ItemGroup>\n    ' + reference + '\n  </ItemGroup>\n</Project>';
  await replaceIn(join(client, `${basename(client)}.csproj`), '</Project>', end);
  await retargetToNet11(client, (...args) => dotnet(client, ...args));
}

/** Fills a package folder with links to the user's own. */
async function shareOtherPackages(packages: string): Promise<void> {
  const listed = await dotnet(dirname(packages), 'nuget', 'locals', 'global-packages', '--list');
  const shared = listed.replace(/^.*?: /s, '').trim();
  await mkdir(packages);
  for (const name of await readdir(shared)) {
    if (/\.webassembly\.(devserver|server)$|\.components\.gateway$/.test(name)) continue;
    await symlink(join(shared, name), join(packages, name));
  }
}

/**
 * Publishes a client from a copy, so that it is not built itself. Compressed files, which nothing serves here,
 * would take four times as long as the rest.
 */
async function publish(client: string, output: string, root: string): Promise<void> {
  const copy = join(root, 'copy', basename(client));
  await cp(client, copy, { recursive: true });
  await dotnet(root, 'publish', copy, '--output', output, '-p:CompressionEnabled=false');
}

async function dotnet(cwd: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, DOTNET_CLI_USE_MSBUILD_SERVER: '0', MSBUILDDISABLENODEREUSE: '1' };
  return (await promisify(execFile)('dotnet', args, { cwd, env })).stdout;
}

function isSource(path: string): boolean {
  return !/[\\/](bin|obj)([\\/]|$)/.test(path);
}
