import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Dotnet } from '../sdk/sdk.ts';
import { type CompilerInput, compileOnce } from './sdkCompiler.ts';

/** How long a version is kept after its last use, in milliseconds: 30 days. */
const keptFor = 30 * 24 * 60 * 60 * 1_000;

/** The name of the folder of a version. */
const versionName = /^[0-9a-f]{16}$/;

/**
 * Compiles an assembly, alone in the folder of its version, unless it exists. With a new version, those beside it are
 * removed that were not used for long: other windows, SDKs and versions of the extension may still use the rest.
 * Throws as {@link compileOnce} does.
 */
export async function compileVersion(
  assembly: string,
  findInput: () => Promise<CompilerInput>,
  dotnet: Dotnet,
  signal: AbortSignal | undefined,
): Promise<void> {
  const folder = dirname(assembly);
  const now = dotnet.clock.now();
  // First, so that no other window removes it after it was found.
  await utimes(folder, now, now).catch(() => undefined);
  const isNew = await compileOnce(assembly, findInput, dotnet, signal);
  if (isNew) await removeUnused(folder, now);
}

/** Removes the versions beside that in a folder that were not used for long. */
async function removeUnused(folder: string, now: Date): Promise<void> {
  const parent = dirname(folder);
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const others = entries
    .filter((entry) => entry.isDirectory() && versionName.test(entry.name))
    .map(({ name }) => join(parent, name))
    .filter((other) => other !== folder);
  for (const other of others) await removeIfUnused(other, now);
}

async function removeIfUnused(folder: string, now: Date): Promise<void> {
  try {
    const { mtimeMs } = await stat(folder);
    if (now.getTime() - mtimeMs > keptFor) await rm(folder, { recursive: true, force: true });
  } catch {
    // It is in use, or another window has removed it.
  }
}
