import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { buildInfrastructure, listedFiles, outputLists } from '../build/buildOutputs.ts';
import type { BuildPlan } from '../build/buildPlan.ts';
import { type EvaluatedScope, inputsIn } from '../build/buildScope.ts';
import { pathKey } from '../files/projectFile.ts';
import { projectsOf } from '../build/restores.ts';

interface FileState {
  /** When it was written, or put into its place, whichever was later; in milliseconds. */
  readonly changed: number;
  readonly written: number;
  readonly size: number;
}

/** What one build of one project has made. */
interface Output {
  readonly folder: string;
  /** All files that the build has made, the assembly among them. */
  readonly files: readonly string[];
  /** The name of the assembly's file. */
  readonly name: string;
  /** The assembly as the compiler wrote it. */
  readonly assembly: FileState;
}

/** How far apart changes must be to be told apart on a disk that keeps times in seconds, in milliseconds. */
const coarsestTime = 2_000;

/**
 * Whether a build by others, such as that of an AppHost that references the project, left nothing to
 * build: every input is older than each assembly, and every file that MSBuild lists as its result
 * exists. Only for a build without variables of its own, of projects in one configuration, by which
 * outputs are found. `false` wherever that can't be told for certain.
 */
export async function isBuiltElsewhere(plan: BuildPlan, scope: EvaluatedScope): Promise<boolean> {
  const { environment, project } = plan;
  const configuration = plan.configuration ?? scope.configuration;
  const restored = await projectsOf(project);
  const known = new Set(scope.projects.map(pathKey));
  if (configuration === undefined || environment !== undefined) return false;
  if (restored === undefined) return false;
  if (!restored.every((each) => known.has(pathKey(each)))) return false;
  const [outputs, infrastructure, inputs] = await Promise.all([
    ofAll(restored, (each) => outputsOf(each, configuration)),
    ofAll(restored, (each) => buildInfrastructure(each).catch(() => undefined)),
    inputsIn(scope),
  ]);
  if (outputs === undefined || infrastructure === undefined || inputs === undefined) return false;
  if (!outputs.some((output) => isFor(plan, output))) return false;
  if (!(await areComplete(outputs))) return false;
  const oldest = Math.min(...outputs.map(({ assembly }) => assembly.written));
  // A folder's own time tells of what was taken out of it.
  const present = await Promise.all([...inputs.files, ...inputs.folders].map(stateOf));
  const needed = await Promise.all(infrastructure.map(stateOf));
  return (
    needed.every((state) => state !== undefined && isOlder(state, oldest)) &&
    present.every((state) => state === undefined || isOlder(state, oldest))
  );
}

/** Whether there is anything that others may have built, which {@link isBuiltElsewhere} could tell. */
export async function hasOutputs({
  configuration = '',
  environment,
  project,
}: BuildPlan): Promise<boolean> {
  if (environment !== undefined) return false;
  const lists = await outputLists(project, join(dirname(project), 'obj', configuration));
  return lists.length > 0;
}

/** What is known of all; `undefined` if something is not known of one. */
async function ofAll<T>(
  projects: readonly string[],
  of: (project: string) => Promise<readonly T[] | undefined>,
): Promise<readonly T[] | undefined> {
  const all = await Promise.all(projects.map(of));
  return all.every((one) => one !== undefined) ? all.flat() : undefined;
}

/** What builds of a project in a configuration have made, for each target framework; `undefined` without any, or if one was not finished. */
async function outputsOf(
  project: string,
  configuration: string,
): Promise<readonly Output[] | undefined> {
  const lists = await outputLists(project, join(dirname(project), 'obj', configuration));
  return lists.length === 0
    ? undefined
    : ofAll(lists, async (list) => {
        const output = await outputIn(list);
        return output && [output];
      });
}

async function outputIn(list: string): Promise<Output | undefined> {
  const folder = dirname(list);
  const files = await listedFiles(list).catch(() => []);
  const assemblies = files.filter(
    (file) => dirname(file) === folder && /^\.(dll|exe)$/i.test(extname(file)),
  );
  const [path] = assemblies;
  if (path === undefined || assemblies.length > 1) return undefined;
  const [assembly, listed] = await Promise.all([stateOf(path), stateOf(list)]);
  // The list is written at the end of a build.
  if (assembly === undefined || listed === undefined || listed.written < assembly.written) {
    return undefined;
  }
  return { folder, files, name: basename(path), assembly };
}

/**
 * Whether all that programs are run with is there, each assembly as it was compiled. Intermediate files
 * may be listed and never made.
 */
async function areComplete(outputs: readonly Output[]): Promise<boolean> {
  for (const { files, folder, name } of outputs) {
    const results = files.filter((file) => !file.startsWith(folder + sep));
    const states = await Promise.all(results.map(stateOf));
    let isCopied = false;
    for (const [index, file] of results.entries()) {
      const state = states[index];
      if (state === undefined) return false;
      const originals = outputs.filter((other) => other.name === basename(file));
      if (originals.length > 0 && !originals.some(({ assembly }) => isCopy(state, assembly))) {
        return false;
      }
      isCopied ||= basename(file) === name;
    }
    if (!isCopied) return false;
  }
  return true;
}

/** Whether an output is the project's own, for the target framework that is wanted. */
function isFor({ project, targetFramework }: BuildPlan, { folder }: Output): boolean {
  const within = relative(dirname(project), folder).split(sep);
  if (within[0] === '..') return false;
  return targetFramework === undefined || within.includes(targetFramework);
}

/** Copies keep the time of what they are made of. */
function isCopy(one: FileState, { size, written }: FileState): boolean {
  return one.size === size && Math.abs(one.written - written) < 1;
}

function isOlder({ changed }: FileState, time: number): boolean {
  const isCoarse = time % 1_000 === 0 || changed % 1_000 === 0;
  return changed < time - (isCoarse ? coarsestTime : 0);
}

async function stateOf(path: string): Promise<FileState | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const { ctimeMs, mtimeMs, size } = found;
  return { changed: Math.max(mtimeMs, ctimeMs), written: mtimeMs, size };
}
