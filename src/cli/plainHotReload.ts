import { join } from 'node:path';
import type { LaunchOptions } from '../apps/launch.ts';

/** Creates the user of hot reload without an editor: what comes of changes is in the sessions' logs. */
export function createPlainHotReload(
  programFolder: string,
): NonNullable<LaunchOptions['hotReload']> {
  return {
    program: join(programFolder, '..', 'media', 'hotReload'),
    isHeadless: true,
    isAutomatic: () => true,
    open: () => ({ show() {}, dispose() {} }),
  };
}
