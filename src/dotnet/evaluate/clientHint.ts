import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod/mini';
import type { ProjectFacts } from './projectFacts.ts';

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

/** What the files of a client tell before its evaluation. */
export type ClientHint = Pick<ProjectFacts, 'path' | 'packageFolder' | 'runtimeVersion'>;

/**
 * Reads what a project file and its restore tell of a client of the Blazor SDK for one target framework.
 * `undefined` for all other projects. Only the evaluation can confirm it.
 */
export async function clientHint(project: string): Promise<ClientHint | undefined> {
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
