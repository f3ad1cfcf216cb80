import { definePhrases } from '../../common/phrases.ts';
import { WorkQueue } from '../../common/workQueue.ts';
import { dotnetErrors } from '../../dotnet/errors.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { ProjectChoice } from '../../dotnet/evaluate/evaluation.ts';
import {
  type AppCompilerCall,
  findAppCall,
  findCompilerCall,
} from '../../dotnet/hotReload/compilerCall.ts';
import type { CompiledProject } from '../../dotnet/hotReload/compilerMessages.ts';
import { prepareCompilerProgram } from '../../dotnet/hotReload/compilerProgram.ts';
import { buildScopedStyles } from '../../dotnet/hotReload/scopedStyles.ts';
import { UpdateCompiler } from '../../dotnet/hotReload/updateCompiler.ts';
import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import { changedSinceBuild } from '../../wasm/hotReload/builtSources.ts';
import type { HotReloadStatus, HotReloadUser } from '../../wasm/hotReload/hotReloadPort.ts';
import type { Outcome } from '../../wasm/hotReload/hotReloadTable.ts';
import { PageHotReload, type UpdatablePage } from '../../wasm/hotReload/pageHotReload.ts';
import { SourceTexts } from '../../wasm/hotReload/sourceTexts.ts';
import { UpdateJournal } from '../../wasm/hotReload/updateJournal.ts';
import type { PageLaunch } from '../launch.ts';
import { AssetReload, type RefreshablePage } from './assetReload.ts';
import { type BuiltProjects, readBuiltProjects, readIfThere } from './builtSymbols.ts';
import { ChangedApp } from './changedApp.ts';
import { projectOf } from './changedFiles.ts';
import { restartFor } from './reloadStatus.ts';

const phrases = definePhrases({ noCall: 'it does not tell how it compiles the app' });

/** Dependencies of hot reload in a page. */
export interface PageReloadingOptions {
  readonly user: HotReloadUser;
  /** Whether the debugger is connected through relays. */
  readonly isRelayed: boolean;
  /** The settings with which the client is built; absent if others build it. */
  readonly build: BuildSettings | undefined;
  readonly link: FolderLink | undefined;
  readonly dotnet: Dotnet;
  readonly launch: Pick<PageLaunch, 'events' | 'host' | 'live' | 'scope'>;
}

interface ReloadStartOptions extends PageReloadingOptions {
  readonly build: BuildSettings;
  readonly page: UpdatablePage &
    RefreshablePage & { capabilities: () => Promise<readonly string[]> };
  readonly told: (status: HotReloadStatus) => void;
  /** Called with files of which the page has the present contents. */
  readonly taken: (files: readonly string[]) => void;
}

/**
 * Starts the compiler of a client's changes, and applies what it compiles until the launch ends. `undefined` if the
 * sources are no longer those of the build, which is told. Throws a HumanError, and the reason of the launch's signal.
 */
export async function startReload(
  client: ProjectFacts,
  options: ReloadStartOptions,
): Promise<ChangedApp | undefined> {
  const call = await findCall(client, options);
  const built = await readBuiltProjects(call.projects);
  const compiler = await startCompiler({ ...call, projects: built.projects }, options);
  let app: ChangedApp | undefined;
  try {
    app = await openApp(compiler, built, options);
  } finally {
    if (app === undefined) await compiler.close();
  }
  return app;
}

/** Starts to apply what the compiler compiles. `undefined` if the sources are no longer those of the build. */
async function openApp(
  compiler: UpdateCompiler,
  { projects, symbols }: BuiltProjects,
  options: ReloadStartOptions,
): Promise<ChangedApp | undefined> {
  const { launch, page, taken, told } = options;
  const { clock } = launch.host;
  const texts = await SourceTexts.of(compiler.documents, async (path) =>
    (await readIfThere(path))?.toString('utf8'),
  );
  // After the compiler has read the sources: what changes from now on is told as a change.
  for (const pdb of symbols.values()) {
    const [changed] = await changedSinceBuild(pdb, texts.paths, readIfThere);
    if (changed === undefined) continue;
    told(restartFor(changed));
    return undefined;
  }
  // Runs of MSBuild for one project write to the same files.
  const builds = new WorkQueue(1);
  const code = new PageHotReload({
    clock,
    page,
    texts,
    compiler: {
      compile: (changes) => compiler.compile(changes),
      findSources: async (added) =>
        compiler.load(await builds.run(() => findProjects(added, projects, options))),
    },
    journal: new UpdateJournal(symbols),
    told: (outcome: Outcome) => told(app.compiled(outcome)),
  });
  await launch.scope.hold(Promise.resolve(code), async () => code.dispose());
  const buildStyles = (project: CompiledProject): Promise<void> =>
    builds.run(() => buildStylesOf(project, options));
  const shown = (status: HotReloadStatus): void => app.shown(status);
  const assets = new AssetReload({ clock, page, projects, buildStyles, taken, told: shown });
  const app = new ChangedApp({ projects, texts, code, assets, told, taken });
  return app;
}

async function findCall(
  { path, targetFramework }: ProjectFacts,
  { build, dotnet, launch }: ReloadStartOptions,
): Promise<AppCompilerCall> {
  const choice = { ...build, targetFramework };
  const call = await findAppCall(path, choice, dotnet, launch.scope.signal);
  if (call !== undefined) return call;
  throw dotnetErrors.HotReloadUnavailable({ reason: phrases.noCall() });
}

/** Asks again how the projects are compiled that have these files. Throws a HumanError if one doesn't tell. */
async function findProjects(
  files: readonly string[],
  projects: readonly CompiledProject[],
  { build, dotnet, launch }: ReloadStartOptions,
): Promise<readonly CompiledProject[]> {
  const found: CompiledProject[] = [];
  for (const project of new Set(files.map((file) => projectOf(file, projects)))) {
    if (project === undefined) continue;
    const { path } = project;
    const choice = choiceFor(project, build);
    const call = await findCompilerCall(path, choice, dotnet, launch.scope.signal);
    if (call === undefined) throw dotnetErrors.HotReloadUnavailable({ reason: phrases.noCall() });
    found.push(call.project);
  }
  return found;
}

function choiceFor({ targetFramework }: CompiledProject, build: BuildSettings): ProjectChoice {
  return { ...build, ...(targetFramework !== undefined && { targetFramework }) };
}

async function startCompiler(
  call: AppCompilerCall,
  { dotnet, launch: { host, scope }, page, user }: ReloadStartOptions,
): Promise<UpdateCompiler> {
  const plan = await prepareCompilerProgram(user.program, call, dotnet, scope.signal);
  const { projects } = call;
  const capabilities = call.capabilities.length > 0 ? call.capabilities : await page.capabilities();
  const start = { projects, capabilities };
  const starting = UpdateCompiler.start(plan, start, host.programOptions, scope.signal);
  return await scope.hold(starting, (compiler) => compiler.close());
}

async function buildStylesOf(
  project: CompiledProject,
  { build, dotnet, launch }: ReloadStartOptions,
): Promise<void> {
  const choice = choiceFor(project, build);
  await buildScopedStyles(project.path, choice, dotnet, launch.scope.signal);
}
