import type { WorkQueue } from '../../common/workQueue.ts';
import { type AppCompilerCall, findCompilerCall } from '../../dotnet/hotReload/compilerCall.ts';
import type { CompiledProject } from '../../dotnet/hotReload/compilerMessages.ts';
import { prepareCompilerProgram } from '../../dotnet/hotReload/compilerProgram.ts';
import { type CompilerStart, UpdateCompiler } from '../../dotnet/hotReload/updateCompiler.ts';
import { builtDocuments } from '../../wasm/hotReload/builtSources.ts';
import { isFileProgram } from '../../dotnet/files/projectFile.ts';
import type { StartedCode } from '../../wasm/hotReload/pageHotReload.ts';
import type { SourceTexts } from '../../wasm/hotReload/sourceTexts.ts';
import { decodeSource, readIfThere } from './appSources.ts';
import { type BuiltProjects, readBuiltProjects } from './builtSymbols.ts';
import { findInnermostProject } from './changedFiles.ts';
import { toProjectChoice, noCall, type ReloadStartOptions } from './reloadOptions.ts';
import { compileWithDirectives } from './fileDirectives.ts';
import { findStale } from './staleBuild.ts';

/** What a compiler starts from. */
export interface CodeStart {
  readonly call: AppCompilerCall;
  /** The sources that run, as far as they were read before they could change. */
  readonly sources: ReadonlyMap<string, Buffer>;
  /** When they were read. */
  readonly since: Date;
  readonly texts: SourceTexts;
  /** Runs of MSBuild for one project write to the same files. */
  readonly builds: WorkQueue;
}

/** What came of the start of a compiler. */
export type CodeStarted =
  | {
      readonly kind: 'started';
      readonly code: StartedCode;
      readonly projects: readonly CompiledProject[];
    }
  /** This file has changed, so that it is no longer known what runs. */
  | { readonly kind: 'unknown'; readonly file: string };

/** Starts the compiler of an app's changes from what runs. Throws a HumanError, and the reason of the launch's signal. */
export async function startCode(
  { builds, call, since, sources, texts }: CodeStart,
  options: ReloadStartOptions,
): Promise<CodeStarted> {
  const built = await readBuiltProjects(call.projects);
  const { projects, symbols } = built;
  const compiler = await startCompiler({ ...call, projects }, sources, built, options);
  let started: CodeStarted | undefined;
  try {
    const { documents } = compiler;
    // Read the texts before the check, so that it finds sources that change during it.
    await texts.setBuilt(documents);
    const file = await findStale({ projects: call.projects, built, documents, sources, since });
    if (file !== undefined) return { kind: 'unknown', file };
    const findSources = async (added: readonly string[]): Promise<readonly string[]> =>
      compiler.load(await builds.run(() => findProjects(added, projects, options)));
    const { path } = call.project;
    const compile = compiler.compile.bind(compiler);
    const content = isFileProgram(path)
      ? (sources.get(path) ?? (await readIfThere(path)))
      : undefined;
    const code = {
      compiler: {
        compile: content ? compileWithDirectives(path, decodeSource(content), compile) : compile,
        findSources,
      },
      journal: options.createJournal(symbols),
    };
    started = { kind: 'started', code, projects };
  } finally {
    if (started === undefined) await compiler.close();
  }
  return started;
}

/** Asks again how the projects are compiled that have these files. Throws a HumanError if one doesn't tell. */
async function findProjects(
  files: readonly string[],
  projects: readonly CompiledProject[],
  { build, dotnet, launch }: ReloadStartOptions,
): Promise<readonly CompiledProject[]> {
  const found: CompiledProject[] = [];
  for (const project of new Set(files.map((file) => findInnermostProject(file, projects)))) {
    if (project === undefined) continue;
    const choice = toProjectChoice(project, build);
    const call = await findCompilerCall(project.path, choice, dotnet, launch.scope.signal);
    if (call === undefined) throw noCall();
    found.push(call.project);
  }
  return found;
}

async function startCompiler(
  call: AppCompilerCall,
  sources: ReadonlyMap<string, Buffer>,
  { symbols }: BuiltProjects,
  { dotnet, launch: { host, scope }, page, user }: ReloadStartOptions,
): Promise<UpdateCompiler> {
  const plan = await prepareCompilerProgram(user.program, call, dotnet, scope.signal);
  const start: CompilerStart = {
    projects: call.projects,
    sources: [...sources].map(([path, content]) => ({ path, content: content.toString('base64') })),
    documents: [...symbols.values()].flatMap(builtDocuments),
    capabilities: call.capabilities.length > 0 ? call.capabilities : await page.capabilities(),
  };
  const starting = UpdateCompiler.start(plan, start, host.programOptions, scope.signal);
  return await scope.hold(starting, (compiler) => compiler.close());
}
