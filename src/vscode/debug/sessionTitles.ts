import { basename, extname } from 'node:path';
import { printable } from '../../common/printable.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';

/** The properties of launch configurations that name the program, in order of preference. */
const telling = [
  'project_path',
  'script_path',
  'program_path',
  'module',
  'url',
  'command',
] as const;

/** Returns the display name of a session. */
export function getTitle({ metadata, spec }: IdeSession): string {
  const configuration = spec.launchConfiguration;
  for (const property of telling) {
    const value = configuration[property];
    if (typeof value !== 'string' || value === '') continue;
    return printable(property === 'url' ? value : basename(value, extname(value)));
  }
  return printable(`${configuration.type} ${metadata.name.slice(0, 8)}`);
}
