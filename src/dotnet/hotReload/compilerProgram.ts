import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { programEnvironment } from '../../launch/environment.ts';
import { dotnetErrors } from '../errors.ts';
import { userCache } from '../files/userCache.ts';
import { runtimesFolder } from '../sdk/installed.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import { toolVariables } from '../sdk/toolVariables.ts';
import type { CompilerCall } from './compilerCall.ts';
import { compileVersion } from './compiledVersions.ts';
import { exists, findSources, readAll } from './sdkCompiler.ts';
import type { CompilerPlan } from './updateCompiler.ts';

const phrases = definePhrases({ tooOld: 'version {version} is too old' });

/** The parts of an SDK that compile updates. */
interface SdkParts {
  /** The folder with the compiler. */
  readonly compiler: string;
  /** The folder with `dotnet watch`, whose libraries compute updates. */
  readonly watch: string;
  /** The folder with the runtime's assemblies. */
  readonly runtime: string;
}

type Sdk = Pick<CompilerCall, 'sdk' | 'root' | 'runtime'>;

/**
 * Compiles the program that compiles updates with the SDK that it will use, unless that was done before. Returns
 * how to start it. Throws a HumanError (HotReloadUnavailable), and the signal's reason.
 */
export async function prepareCompilerProgram(
  sources: string,
  sdk: Sdk,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<CompilerPlan> {
  const parts = await findParts(sdk);
  const files = await findSources(sources);
  const { environment, platform } = dotnet.launchContext;
  const version = createHash('sha256')
    .update(await readAll(files))
    .update(sdk.sdk)
    .digest('hex')
    .slice(0, 16);
  const folder = join(userCache(environment, platform), 'hot-reload', version);
  const program = join(folder, 'updateCompiler.dll');
  const { compiler } = parts;
  const findInput = async () => ({ files, compiler, options: await compilerOptions(parts) });
  await compileVersion(program, findInput, dotnet, signal);
  const settings = join(parts.watch, 'dotnet-watch.runtimeconfig.json');
  return (address) => ({
    command: 'dotnet',
    args: ['exec', '--runtimeconfig', settings, program, address, parts.watch, compiler],
    workingDirectory: folder,
    environment: programEnvironment({ env: [] }, dotnet.launchContext, toolVariables),
    script: program,
  });
}

async function findParts({ root, runtime, sdk }: Sdk): Promise<SdkParts> {
  const tool = join(sdk, 'DotnetTools', 'dotnet-watch', basename(sdk), 'tools');
  const [framework = ''] = await readdir(tool).catch(() => []);
  const parts = {
    compiler: join(sdk, 'Roslyn', 'bincore'),
    watch: join(tool, framework, 'any'),
    runtime: join(runtimesFolder(root), runtime),
  };
  const library = join(parts.watch, 'Microsoft.CodeAnalysis.ExternalAccess.HotReload.dll');
  if (await exists(library)) return parts;
  throw dotnetErrors.HotReloadUnavailable({
    reason: phrases.tooOld({ version: basename(sdk) }),
  });
}

async function compilerOptions({ compiler, runtime, watch }: SdkParts): Promise<readonly string[]> {
  const assemblies = (await readdir(runtime)).filter((name) => isAssembly(name));
  const used = ['Microsoft.CodeAnalysis.Workspaces.dll', 'System.Composition.Runtime.dll'];
  const references = [
    ...assemblies.map((name) => join(runtime, name)),
    join(compiler, 'Microsoft.CodeAnalysis.dll'),
    ...used.map((name) => join(watch, name)),
  ];
  return [
    '-nologo -target:exe -optimize+ -nullable:enable -langversion:latest -debug:embedded',
    ...references.map((path) => `-r:"${path}"`),
  ];
}

/** Whether a file of the runtime is a managed assembly. */
function isAssembly(name: string): boolean {
  return (
    /^(System\.|Microsoft\.(CSharp|Win32)|netstandard|mscorlib|WindowsBase).*dll$/i.test(name) &&
    !name.includes('.Native.')
  );
}
