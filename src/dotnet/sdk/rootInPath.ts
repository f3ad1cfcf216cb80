import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findInPathSync } from '../../processes/commands/findInPath.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Puts the SDK that DOTNET_ROOT names before all others in the search path. Editors on a server take the
 * search path from a login shell, whose profile often sets it to the system's folders, so that what it was
 * when the editor started is lost; DOTNET_ROOT stays. Returns the same variables where it names no SDK, or
 * the one that is found anyway.
 */
export function withRootInPath(environment: Environment, platform: NodeJS.Platform): Environment {
  const root = valueOf('DOTNET_ROOT', environment);
  if (root === undefined || root === '') return environment;
  const file = platform === 'win32' ? 'dotnet.exe' : 'dotnet';
  if (!existsSync(join(root, file)) || !hasSdk(root)) return environment;
  const path = valueOf('PATH', environment) ?? '';
  if (rootIn(environment) === real(root)) return environment;
  const name = Object.keys(environment).find((one) => one.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...environment, [name]: path === '' ? root : `${root}${delimiter}${path}` };
}

/** A root of the runtime alone can build nothing. */
function hasSdk(root: string): boolean {
  try {
    return readdirSync(join(root, 'sdk')).length > 0;
  } catch {
    return false;
  }
}

/** The root of the first `dotnet` in the search path. */
function rootIn(environment: Environment): string | undefined {
  const found = findInPathSync('dotnet', environment);
  return found === undefined ? undefined : dirname(real(found));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Names differ by case on Windows alone, where no other has this one in capitals. */
function valueOf(name: string, environment: Environment): string | undefined {
  return Object.entries(environment).find(([one]) => one.toUpperCase() === name)?.[1];
}
