import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod/mini';
import type { HostedProject } from './debugHost.ts';

const runtimePack = 'Microsoft.NETCore.App.Runtime.Mono.browser-wasm';

/** What a restore has written, as far as it is read (NuGet's project.assets.json, version 3). */
const assetsSchema = z.object({
  packageFolders: z.record(z.string(), z.unknown()),
  project: z.object({
    frameworks: z.record(
      z.string(),
      z.object({
        downloadDependencies: z.optional(
          z.array(z.object({ name: z.string(), version: z.string() })),
        ),
      }),
    ),
  }),
});

/**
 * Guesses from its files what a project is that has not been evaluated yet: a restored client of the Blazor
 * SDK for one target framework. `undefined` for all others. Only an evaluation can confirm it.
 */
export async function presumedClient(project: string): Promise<HostedProject | undefined> {
  const text = await readFile(project, 'utf8').catch(() => '');
  const isClient =
    /<Project\s[^>]*?\bSdk\s*=\s*["']Microsoft\.NET\.Sdk\.BlazorWebAssembly["']/.test(text);
  if (!isClient) return undefined;
  const folder = dirname(project);
  const assets = await readAssets(join(folder, 'obj', 'project.assets.json'));
  const [framework, ...others] = Object.values(assets?.project.frameworks ?? {});
  const [packageFolder] = Object.keys(assets?.packageFolders ?? {});
  const pack = framework?.downloadDependencies?.find(({ name }) => name === runtimePack);
  const [, runtimeVersion] = /^\[([^,\]]+)/.exec(pack?.version ?? '') ?? [];
  if (others.length > 0 || packageFolder === undefined || runtimeVersion === undefined) {
    return undefined;
  }
  return { path: project, packageFolder: resolve(folder, packageFolder), runtimeVersion };
}

async function readAssets(file: string): Promise<z.output<typeof assetsSchema> | undefined> {
  try {
    return assetsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
