import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';

/** Returns the files below a folder with an ending, as paths relative to the project folder. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .toSorted((one, other) => one.localeCompare(other));
}
