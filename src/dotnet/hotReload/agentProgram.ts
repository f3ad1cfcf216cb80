import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { dotnetErrors } from '../errors.ts';
import { userCache } from '../files/userCache.ts';
import { type Dotnet, runDotnet } from '../sdk/sdk.ts';
import { compileVersion } from './compiledVersions.ts';
import { type CompilerInput, findSources, readAll } from './sdkCompiler.ts';

const phrases = definePhrases({
  noSdk: 'its folder is unknown',
  ambiguous: 'the path {path} cannot be part of a list',
});

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
  // Programs get it in a list of paths, and don't start if one is missing.
  if (assembly.includes(delimiter)) throw unavailable(phrases.ambiguous({ path: assembly }));
  await compileVersion(assembly, () => findInput(files, dotnet, signal), dotnet, signal);
  return assembly;
}

async function findInput(
  files: readonly string[],
  dotnet: Dotnet,
  signal: AbortSignal | undefined,
): Promise<CompilerInput> {
  const sdk = await findSdk(dotnet, signal);
  const options = [
    '-nologo -target:library -optimize+ -nullable:enable -langversion:latest -debug:embedded',
    `-r:"${join(sdk, 'ref', 'netstandard.dll')}"`,
  ];
  return { files, compiler: join(sdk, 'Roslyn', 'bincore'), options };
}

/** Returns the folder of the newest SDK. */
async function findSdk(dotnet: Dotnet, signal: AbortSignal | undefined): Promise<string> {
  // A global.json of the workspace doesn't matter.
  const { stdout } = await runDotnet(['--list-sdks'], homedir(), dotnet, signal);
  const newest = [...stdout.matchAll(/^(\d\S*) \[(.+)\]\r?$/gm)].at(-1);
  if (newest === undefined) throw unavailable(phrases.noSdk());
  const [, version = '', folder = ''] = newest;
  return join(folder, version);
}

function unavailable(reason: string): Error {
  return dotnetErrors.HotReloadUnavailable({ reason });
}
