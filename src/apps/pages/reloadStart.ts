import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { localize } from '../../common/localization.ts';
import { definePhrases } from '../../common/phrases.ts';
import { dotnetErrors } from '../../dotnet/errors.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { type CompilerCall, findCompilerCall } from '../../dotnet/hotReload/compilerCall.ts';
import { prepareCompilerProgram } from '../../dotnet/hotReload/compilerProgram.ts';
import { UpdateCompiler } from '../../dotnet/hotReload/updateCompiler.ts';
import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import { isGenerated, isInside } from '../../wasm/diagnosis/paths.ts';
import { changedSinceBuild } from '../../wasm/hotReload/builtSources.ts';
import type { HotReloadStatus, HotReloadUser } from '../../wasm/hotReload/hotReloadPort.ts';
import { PageHotReload, type UpdatablePage } from '../../wasm/hotReload/pageHotReload.ts';
import { SourceTexts } from '../../wasm/hotReload/sourceTexts.ts';
import { UpdateJournal } from '../../wasm/hotReload/updateJournal.ts';
import type { PageLaunch } from '../launch.ts';

const phrases = definePhrases({ noCall: 'it does not tell how it compiles the app' });

/** Dependencies of hot reload in a page. */
export interface PageReloadingOptions {
  readonly user: HotReloadUser;
  /** Whether the debugger is connected through relays. */
  readonly isRelayed: boolean;
  /** The settings with which the client is built. */
  readonly build: BuildSettings;
  readonly link: FolderLink | undefined;
  readonly dotnet: Dotnet;
  readonly launch: Pick<PageLaunch, 'events' | 'host' | 'scope'>;
}

interface ReloadStartOptions extends PageReloadingOptions {
  readonly page: UpdatablePage;
  readonly tell: (status: HotReloadStatus) => void;
}

/** Hot reload of a page that can apply changes. */
export interface StartedReload {
  readonly reload: PageHotReload;
  readonly texts: SourceTexts;
}

/**
 * Starts the compiler of a client's changes, and applies what it compiles until the launch ends. `undefined` if the
 * sources are no longer those of the build, which is told. Throws a HumanError, and the reason of the launch's signal.
 */
export async function startReload(
  client: ProjectFacts,
  options: ReloadStartOptions,
): Promise<StartedReload | undefined> {
  const { launch, page, tell } = options;
  const { clock } = launch.host;
  const call = await findCall(client, options);
  const compiler = await startCompiler(call, options);
  const texts = await SourceTexts.of(compiler.documents, async (path) =>
    (await readIfThere(path))?.toString('utf8'),
  );
  const symbols = await readFile(call.project.assembly.replace(/\.dll$/i, '.pdb'));
  // After the compiler has read the sources: what changes from now on is told as a change.
  const [changed] = await changedSinceBuild(symbols, texts.paths, readIfThere);
  if (changed !== undefined) {
    await compiler.close();
    tell(restartFor(changed));
    return undefined;
  }
  const journal = new UpdateJournal(new Map([[client.assemblyName, symbols]]));
  const reload = new PageHotReload({ clock, page, compiler, texts, journal, told: tell });
  await launch.scope.hold(Promise.resolve(reload), async () => reload.dispose());
  return { reload, texts };
}

/** The status for a change of a file that takes effect only by a restart. */
export function restartFor(file: string): HotReloadStatus {
  const message = localize('{file} has changed', { file: basename(file) });
  return { kind: 'restart', diagnostics: [{ code: '', message, severity: 'error' }] };
}

/** Whether a client is compiled from a file as far as its place and name tell. */
export function isCompiled({ folder, projectReferences }: ProjectFacts, file: string): boolean {
  if (!/\.(cs|razor|csproj|props|targets)$/i.test(file) || isGenerated(file)) return false;
  return [folder, ...projectReferences.map((path) => dirname(path))].some((one) =>
    isInside(one, file),
  );
}

async function findCall(
  { path, targetFramework }: ProjectFacts,
  { build, dotnet, launch }: ReloadStartOptions,
): Promise<CompilerCall> {
  const choice = { ...build, targetFramework };
  const call = await findCompilerCall(path, choice, dotnet, launch.scope.signal);
  if (call !== undefined) return call;
  throw dotnetErrors.HotReloadUnavailable({ reason: phrases.noCall() });
}

async function startCompiler(
  call: CompilerCall,
  { dotnet, launch: { host, scope }, user }: ReloadStartOptions,
): Promise<UpdateCompiler> {
  const plan = await prepareCompilerProgram(user.program, call, dotnet, scope.signal);
  const { capabilities, project } = call;
  const start = { projects: [project], capabilities };
  const starting = UpdateCompiler.start(plan, start, host.programOptions, scope.signal);
  return await scope.hold(starting, (compiler) => compiler.close());
}

function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}
