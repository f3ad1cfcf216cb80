import { isAbsolute, join } from 'node:path';
import type { IdeSession } from '../../../protocol/ideSession.ts';

/** The properties of launch configurations that name a file, in order of preference. */
const fileProperties = ['project_path', 'script_path', 'program_path'] as const;

/** Returns the path of the project or program of a session, if its launch configuration names one. */
export function getProjectPath({ spec }: IdeSession): string | undefined {
  const configuration = spec.launchConfiguration;
  for (const property of fileProperties) {
    const value = configuration[property];
    if (typeof value !== 'string' || value === '') continue;
    if (isAbsolute(value)) return value;
    if (spec.workspace !== undefined) return join(spec.workspace, value);
  }
  return undefined;
}
