import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { findInPath } from '../../processes/commands/findInPath.ts';

/**
 * Lets a .NET program find the runtime next to the `dotnet` in PATH, as `dotnet run` does. By default it
 * looks in the installation folders only.
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

/** Returns the folder of the `dotnet` in PATH, if the runtimes are next to it; otherwise `undefined`. */
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
