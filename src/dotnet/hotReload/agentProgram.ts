import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { dotnetErrors } from '../errors.ts';
import { userCache } from '../files/userCache.ts';
import { dotnetRoot } from '../sdk/dotnetRoot.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import { compileAssembly, exists, findSources, readAll } from './sdkCompiler.ts';

const phrases = definePhrases({ noSdk: 'its folder is unknown' });

/**
 * Compiles the agent that programs load, unless that was done before: once for all SDKs, since it uses nothing of
 * them. Returns its path. Throws a HumanError (HotReloadUnavailable), and the signal's reason.
 */
export async function prepareAgent(
  sources: string,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<string> {
  const { environment, platform } = dotnet.launchContext;
  const files = await findSources(join(sources, 'agent'));
  const version = createHash('sha256')
    .update(await readAll(files))
    .digest('hex')
    .slice(0, 16);
  const folder = join(userCache(environment, platform), 'hot-reload', version);
  const assembly = join(folder, 'hotReloadAgent.dll');
  if (await exists(assembly)) return assembly;
  const sdk = await findSdk(environment);
  const options = [
    '-nologo -target:library -optimize+ -nullable:enable -langversion:latest -debug:embedded',
    `-r:"${join(sdk, 'ref', 'netstandard.dll')}"`,
  ];
  const from = { files, compiler: join(sdk, 'Roslyn', 'bincore'), options };
  await compileAssembly(assembly, from, dotnet, signal);
  return assembly;
}

/** Returns the folder of an SDK with a compiler. */
async function findSdk(environment: Dotnet['launchContext']['environment']): Promise<string> {
  const root = await dotnetRoot(environment);
  const folder = join(root ?? '', 'sdk');
  const names = root === undefined ? [] : await readdir(folder).catch(() => []);
  const [newest] = names.filter((name) => /^\d/.test(name)).toSorted(byVersion);
  if (newest !== undefined) return join(folder, newest);
  throw dotnetErrors.HotReloadUnavailable({ reason: phrases.noSdk() });
}

/** The highest version first. */
function byVersion(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true });
}
