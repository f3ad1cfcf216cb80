import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';

/** The project's files below a folder whose names end so, as paths from the project's folder. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .toSorted((one, other) => one.localeCompare(other));
}
