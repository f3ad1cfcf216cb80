import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as z from 'zod/mini';
import type { HumanError } from '../../common/humanError.ts';
import { dotnetErrors } from '../errors.ts';
import { isProjectFile } from './projectFile.ts';
import { type Dotnet, runDotnet } from '../sdk/sdk.ts';
import { getCause } from '../sdk/sdkFailure.ts';

const filterSchema = z.object({
  solution: z.object({ path: z.string(), projects: z.array(z.string()) }),
});

/**
 * Returns the absolute paths of the .NET projects in a solution or a solution filter. Rejects with a
 * HumanError if it can't be read, and with the signal's reason.
 */
export async function readSolutionProjects(
  path: string,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  if ((await stat(path).catch(() => undefined))?.isFile() !== true) {
    throw dotnetErrors.SolutionNotFound({ path });
  }
  const projects = /\.slnf$/i.test(path)
    ? await readFilter(path)
    : await listProjects(path, dotnet, signal);
  return projects.filter(isProjectFile);
}

async function listProjects(
  path: string,
  dotnet: Dotnet,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const folder = dirname(path);
  const { exitCode, stdout, stderr } = await runDotnet(
    ['sln', path, 'list'],
    folder,
    dotnet,
    signal,
  );
  if (exitCode !== 0) throw brokenSolution(path, getCause(`${stderr}\n${stdout}`));
  const lines = stdout.split(/\r?\n/).map((line) => line.trim());
  // The list follows an underlined heading.
  const begin = lines.findIndex((line) => /^-+$/.test(line));
  if (begin === -1) return [];
  return lines.slice(begin + 1).flatMap((line) => (line === '' ? [] : [resolve(folder, line)]));
}

async function readFilter(path: string): Promise<readonly string[]> {
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw brokenSolution(path, (error as SyntaxError).message);
  }
  const { data } = filterSchema.safeParse(parsed);
  if (data === undefined) throw brokenSolution(path, 'it names no projects of a solution');
  // Visual Studio always writes backslashes.
  const solution = resolve(dirname(path), data.solution.path.replaceAll('\\', '/'));
  return data.solution.projects.map((project) =>
    resolve(dirname(solution), project.replaceAll('\\', '/')),
  );
}

function brokenSolution(path: string, cause: string): HumanError {
  return dotnetErrors.SolutionBroken({ path, problem: cause });
}
