import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FindAssembly } from './relay/handlers/assemblyBytes.ts';

/** What the SDK restores for clients: the runtime of the browser, with its core library. */
const packageName = 'microsoft.netcore.app.runtime.mono.browser-wasm';
const folder = ['runtimes', 'browser-wasm', 'native'];

/** Finds assemblies in the runtime pack of a version, in a folder of NuGet packages. */
export function createPackFinder(packages: string, version: string): FindAssembly {
  return async (name) => {
    if (!/^[\w.]+$/.test(name)) return undefined;
    const path = join(packages, packageName, version, ...folder, `${name}.dll`);
    return readFile(path).catch(() => undefined);
  };
}
