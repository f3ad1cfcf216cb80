import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StateStore } from '../../dotnet/upToDate/savedState.ts';

/** Keeps what is known of projects in a file, for the next window of the same workspace. */
export function projectStore(file: string): StateStore {
  return {
    load: async () => JSON.parse(await readFile(file, 'utf8')) as unknown,
    async save(value) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(value), { mode: 0o600 });
    },
  };
}
