import { getLocalizedMessage } from '../../common/humanError.ts';
import { WorkQueue } from '../../common/workQueue.ts';
import { getProjects } from '../../dotnet/build/restores.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { type AppCompilerCall, findAppCall } from '../../dotnet/hotReload/compilerCall.ts';
import { buildScopedStyles } from '../../dotnet/hotReload/scopedStyles.ts';
import { PageHotReload, type StartedCode } from '../../wasm/hotReload/pageHotReload.ts';
import { SourceTexts } from '../../wasm/hotReload/sourceTexts.ts';
import { decodeSource, readIfThere, readSources } from './appSources.ts';
import { AssetReload } from './assetReload.ts';
import { ChangedApp } from './changedApp.ts';
import type { AppProject } from './changedFiles.ts';
import { type CodeStarted, startCode } from './codeStart.ts';
import { toProjectChoice, noCall, type ReloadStartOptions } from './reloadOptions.ts';
import { toRestartStatus } from './reloadStatus.ts';

/**
 * Brings the changes of an app to where it runs until the launch ends. The compiler starts at the first sign of a
 * change, from the sources that are read now; if these are too many to be kept, it starts at once.
 */
export async function openReload(
  project: ProjectFacts,
  options: ReloadStartOptions,
): Promise<ChangedApp> {
  const { launch, page, taken, told } = options;
  const { clock } = launch.host;
  const contents = await readProject(project, clock.now());
  const reload = new ProjectReload(project, options, contents);
  const { texts } = reload;
  const projects = (): readonly AppProject[] => reload.projects;
  const code = new PageHotReload({
    clock,
    page,
    texts,
    start: () => reload.start(app, code),
    told: (outcome) => told(app.compiled(outcome)),
  });
  await launch.scope.hold(Promise.resolve(code), async () => code.dispose());
  const assets = new AssetReload({
    clock,
    page: options.assets,
    projects,
    buildStyles: (one) => reload.buildStyles(one),
    taken,
    told: (status) => app.shown(status),
  });
  const app = new ChangedApp({
    projects,
    texts,
    code,
    assets,
    told,
    taken,
    explain: (step) => launch.events.explain?.(step),
  });
  if (!reload.hasSources) code.expectChange();
  return app;
}

/** The projects and sources of an app when it was up. */
interface ProjectContents {
  readonly projects: readonly AppProject[];
  /** `undefined` if they are too many to be kept. */
  readonly sources: ReadonlyMap<string, Buffer> | undefined;
  /** When they began to be read. */
  readonly since: Date;
}

async function readProject(
  { path, projectReferences, targetFramework }: ProjectFacts,
  since: Date,
): Promise<ProjectContents> {
  const restored = (await getProjects(path)) ?? projectReferences;
  const others = restored.filter((each) => each !== path).map((each) => ({ path: each }));
  const projects = [...others, { path, targetFramework }];
  return { projects, sources: await readSources(projects.map((each) => each.path)), since };
}

/** What an app's changes are compiled from. */
class ProjectReload {
  readonly texts: SourceTexts;
  readonly #project: ProjectFacts;
  readonly #options: ReloadStartOptions;
  readonly #since: Date;
  /** Runs of MSBuild for one project write to the same files. */
  readonly #builds = new WorkQueue(1);
  #projects: readonly AppProject[];
  #sources: ReadonlyMap<string, Buffer> | undefined;
  #call: Promise<AppCompilerCall> | undefined;

  constructor(
    project: ProjectFacts,
    options: ReloadStartOptions,
    { projects, since, sources }: ProjectContents,
  ) {
    this.#project = project;
    this.#options = options;
    this.#since = since;
    this.#projects = projects;
    this.#sources = sources;
    const texts = [...(sources ?? [])].map(
      ([path, content]) => [path, decodeSource(content)] as const,
    );
    this.texts = new SourceTexts(new Map(texts), async (path) => {
      const content = await readIfThere(path);
      return content && decodeSource(content);
    });
  }

  get projects(): readonly AppProject[] {
    return this.#projects;
  }

  get hasSources(): boolean {
    return this.#sources !== undefined;
  }

  /** Starts the compiler. Tells what comes of it. */
  async start(app: ChangedApp, code: PageHotReload): Promise<StartedCode | undefined> {
    const { told, user } = this.#options;
    app.shown({ kind: 'starting' });
    const sources = this.#sources ?? new Map<string, Buffer>();
    // There is one start, after which only the texts are needed.
    this.#sources = undefined;
    try {
      const started = await user.starts.run(() => this.#startCode(sources));
      if (started.kind === 'unknown') {
        told(toRestartStatus(started.file));
        return undefined;
      }
      this.#projects = started.projects;
      const { state } = code;
      if (state.phase === 'starting' && state.saved.length === 0) app.shown({ kind: 'ready' });
      return started.code;
    } catch (error) {
      told({ kind: 'unavailable', reason: getLocalizedMessage(error) });
      return undefined;
    }
  }

  async #startCode(sources: ReadonlyMap<string, Buffer>): Promise<CodeStarted> {
    this.#options.launch.scope.check();
    const start = { sources, since: this.#since, texts: this.texts, builds: this.#builds };
    return await startCode({ ...start, call: await this.#findCall() }, this.#options);
  }

  /** Builds the bundle of a project's component styles. Rejects with a HumanError. */
  async buildStyles(project: AppProject): Promise<void> {
    const { build, dotnet, launch } = this.#options;
    const { path } = project;
    const isOwn = path === this.#project.path;
    // Only MSBuild tells for which target framework a referenced project is built.
    const calls = isOwn ? [] : (await this.#findCall()).projects;
    const choice = toProjectChoice(calls.find((each) => each.path === path) ?? project, build);
    await this.#builds.run(() => buildScopedStyles(path, choice, dotnet, launch.scope.signal));
  }

  /** Asks MSBuild once how it compiles the app, and again after it could not tell. */
  #findCall(): Promise<AppCompilerCall> {
    return (this.#call ??= this.#builds
      .run(() => this.#askForCall())
      .catch((error: unknown) => {
        this.#call = undefined;
        throw error;
      }));
  }

  async #askForCall(): Promise<AppCompilerCall> {
    const { path, targetFramework } = this.#project;
    const { build, dotnet, launch } = this.#options;
    const choice = { ...build, targetFramework };
    const call = await findAppCall(path, choice, dotnet, launch.scope.signal);
    if (call === undefined) throw noCall();
    return call;
  }
}
