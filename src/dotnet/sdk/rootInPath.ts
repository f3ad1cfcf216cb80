import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findInPathSync } from '../../processes/commands/findInPath.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Puts the SDK in DOTNET_ROOT first in PATH. Editors on servers take PATH from a login shell, whose profile
 * often resets it to the system folders, while DOTNET_ROOT is kept. Returns the variables unchanged if it
 * contains no SDK, or the one that is found first anyway.
 */
export function withRootInPath(environment: Environment, platform: NodeJS.Platform): Environment {
  const root = getValue('DOTNET_ROOT', environment);
  if (root === undefined || root === '') return environment;
  const file = platform === 'win32' ? 'dotnet.exe' : 'dotnet';
  if (!existsSync(join(root, file)) || !hasSdk(root)) return environment;
  const path = getValue('PATH', environment) ?? '';
  if (rootIn(environment) === real(root)) return environment;
  const name = Object.keys(environment).find((one) => one.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...environment, [name]: path === '' ? root : `${root}${delimiter}${path}` };
}

/** Whether a root contains an SDK rather than a runtime only. */
function hasSdk(root: string): boolean {
  try {
    return readdirSync(join(root, 'sdk')).length > 0;
  } catch {
    return false;
  }
}

/** Returns the root of the first `dotnet` in PATH. */
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

/** On Windows, names of variables are case-insensitive. */
function getValue(name: string, environment: Environment): string | undefined {
  return Object.entries(environment).find(([one]) => one.toUpperCase() === name)?.[1];
}
