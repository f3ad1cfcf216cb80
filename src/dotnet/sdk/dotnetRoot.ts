import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { findInPath } from '../../processes/commands/findInPath.ts';

/**
 * Lets a program that was built for .NET find the runtime beside the `dotnet` in PATH, as `dotnet run`
 * does: by itself it looks only where installers put it.
 */
export async function withDotnetRoot(program: ProgramPlan): Promise<ProgramPlan> {
  const { command, environment } = program;
  const isDotnet = /^dotnet(\.exe)?$/i.test(basename(command));
  if (isDotnet || Object.keys(environment).some((name) => /^DOTNET_ROOT/i.test(name)))
    return program;
  const root = await dotnetRoot(environment);
  if (root === undefined) return program;
  return { ...program, environment: { ...environment, DOTNET_ROOT: root } };
}

/** The folder of the `dotnet` in PATH with the runtimes beside it; `undefined` if it can't be known. */
export async function dotnetRoot(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const found = await findInPath('dotnet', environment);
  if (found === undefined) return undefined;
  const root = dirname(await realpath(found));
  // What is in PATH may be a script that leads to the real one.
  const shared = await stat(join(root, 'shared')).catch(() => undefined);
  return shared?.isDirectory() === true ? root : undefined;
}
