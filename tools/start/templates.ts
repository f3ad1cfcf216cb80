// New .NET projects, as the templates of the installed SDK create them.

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { cacheFolder } from '../setup/toolCache.mjs';

const templates = {
  client: ['blazorwasm'],
  'offline client': ['blazorwasm', '--pwa'],
  'component library': ['razorclasslib'],
  'WebAssembly app': ['blazor', '--interactivity', 'WebAssembly'],
  'Auto app': ['blazor', '--interactivity', 'Auto'],
  'web server': ['web'],
  console: ['console'],
} as const;

/** A stand-alone client, one with a service worker, a library, a server that has a client in one of the interactivity modes, or one without, and a console program. */
export type Template = keyof typeof templates;

/**
 * Creates a project for net10.0 from a template, in a folder that may exist. `dotnet new` runs once
 * for each project and SDK; its output is kept in the user's cache and copied from there.
 */
export async function createFromTemplate(
  template: Template,
  name: string,
  folder: string,
): Promise<void> {
  const args = [...templates[template], '--framework', 'net10.0', '--name', name];
  const cache = join(cacheFolder(), `dotnet-new-${await sdkVersion()}`);
  const cached = join(cache, args.join(' ').replaceAll(/\W+/g, '-'));
  if (!(await exists(cached))) await create(args, cache, cached);
  await cp(cached, folder, { recursive: true });
}

/** Adds a reference from a project to another one. */
export async function addReference(project: string, referenced: string): Promise<void> {
  await dotnet(['add', project, 'reference', referenced]);
}

/** Creates it elsewhere and renames it, since other processes may do the same at this moment. */
async function create(args: readonly string[], cache: string, place: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const own = await mkdtemp(join(cache, 'new-'));
  try {
    await dotnet(['new', ...args, '--output', own, '--no-restore']);
    await rename(own, place);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if (!(await exists(place))) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

let version: Promise<string> | undefined;

function sdkVersion(): Promise<string> {
  version ??= dotnet(['--version']).then((output) => output.trim());
  return version;
}

/** Runs it in a folder without a global.json that chooses an SDK. */
async function dotnet(args: readonly string[]): Promise<string> {
  const env = { ...process.env, DOTNET_CLI_USE_MSBUILD_SERVER: '0' };
  return (await promisify(execFile)('dotnet', args, { cwd: tmpdir(), env })).stdout;
}
