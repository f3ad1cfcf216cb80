import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { buildInfrastructure, readListedFiles, outputLists } from '../build/buildOutputs.ts';
import type { BuildPlan } from '../build/buildPlan.ts';
import { type EvaluatedScope, readInputs } from '../build/buildScope.ts';
import { pathKey } from '../files/projectFile.ts';
import { getProjects } from '../build/restores.ts';

interface FileState {
  /** The later of its modification and change times, in milliseconds. */
  readonly changed: number;
  readonly written: number;
  readonly size: number;
}

/** The output of one build of one project. */
interface Output {
  readonly folder: string;
  /** All output files, including the assembly. */
  readonly files: readonly string[];
  /** The file name of the assembly. */
  readonly name: string;
  /** The assembly that the compiler wrote. */
  readonly assembly: FileState;
}

/** The time resolution of the coarsest file system, in milliseconds. */
const coarsestTime = 2_000;

/**
 * Whether a build outside this host, such as that of an AppHost that references the project, has left
 * nothing to build: all inputs are older than the assemblies, and all outputs that MSBuild lists exist.
 * Supports only builds without variables, and projects with the same configuration, which determines the
 * output folders. `false` if it is uncertain.
 */
export async function isBuiltElsewhere(plan: BuildPlan, scope: EvaluatedScope): Promise<boolean> {
  const { environment, project } = plan;
  const configuration = plan.configuration ?? scope.configuration;
  const restored = await getProjects(project);
  const known = new Set(scope.projects.map(pathKey));
  if (configuration === undefined || environment !== undefined) return false;
  if (restored === undefined) return false;
  if (!restored.every((each) => known.has(pathKey(each)))) return false;
  const [outputs, infrastructure, inputs] = await Promise.all([
    ofAll(restored, (each) => getOutputs(each, configuration)),
    ofAll(restored, (each) => buildInfrastructure(each).catch(() => undefined)),
    readInputs(scope),
  ]);
  if (outputs === undefined || infrastructure === undefined || inputs === undefined) return false;
  if (!outputs.some((output) => isFor(plan, output))) return false;
  if (!(await areComplete(outputs))) return false;
  const oldest = Math.min(...outputs.map(({ assembly }) => assembly.written));
  // The time of a folder reveals removed files.
  const present = await Promise.all([...inputs.files, ...inputs.folders].map(getState));
  const needed = await Promise.all(infrastructure.map(getState));
  return (
    needed.every((state) => state !== undefined && isOlder(state, oldest)) &&
    present.every((state) => state === undefined || isOlder(state, oldest))
  );
}

/** Whether there are outputs that {@link isBuiltElsewhere} could check. */
export async function hasOutputs({
  configuration = '',
  environment,
  project,
}: BuildPlan): Promise<boolean> {
  if (environment !== undefined) return false;
  const lists = await outputLists(project, join(dirname(project), 'obj', configuration));
  return lists.length > 0;
}

/** Maps all items; `undefined` if the result of one is. */
async function ofAll<T>(
  projects: readonly string[],
  of: (project: string) => Promise<readonly T[] | undefined>,
): Promise<readonly T[] | undefined> {
  const all = await Promise.all(projects.map(of));
  return all.every((one) => one !== undefined) ? all.flat() : undefined;
}

/** Returns the outputs of a project in a configuration, for all target frameworks; `undefined` if there are none, or one is incomplete. */
async function getOutputs(
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
  const files = await readListedFiles(list).catch(() => []);
  const assemblies = files.filter(
    (file) => dirname(file) === folder && /^\.(dll|exe)$/i.test(extname(file)),
  );
  const [path] = assemblies;
  if (path === undefined || assemblies.length > 1) return undefined;
  const [assembly, listed] = await Promise.all([getState(path), getState(list)]);
  // The list is written at the end of the build.
  if (assembly === undefined || listed === undefined || listed.written < assembly.written) {
    return undefined;
  }
  return { folder, files, name: basename(path), assembly };
}

/**
 * Whether all outputs that programs need exist, and assemblies are unchanged copies of the compiled ones.
 * Intermediate files may be listed without being created.
 */
async function areComplete(outputs: readonly Output[]): Promise<boolean> {
  for (const { files, folder, name } of outputs) {
    const results = files.filter((file) => !file.startsWith(folder + sep));
    const states = await Promise.all(results.map(getState));
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

/** Whether an output belongs to the project and the requested target framework. */
function isFor({ project, targetFramework }: BuildPlan, { folder }: Output): boolean {
  const within = relative(dirname(project), folder).split(sep);
  if (within[0] === '..') return false;
  return targetFramework === undefined || within.includes(targetFramework);
}

/** Copies keep the time of the original. */
function isCopy(one: FileState, { size, written }: FileState): boolean {
  return one.size === size && Math.abs(one.written - written) < 1;
}

function isOlder({ changed }: FileState, time: number): boolean {
  const isCoarse = time % 1_000 === 0 || changed % 1_000 === 0;
  return changed < time - (isCoarse ? coarsestTime : 0);
}

async function getState(path: string): Promise<FileState | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const { ctimeMs, mtimeMs, size } = found;
  return { changed: Math.max(mtimeMs, ctimeMs), written: mtimeMs, size };
}
