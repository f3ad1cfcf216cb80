import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { LaunchContext } from '../../launch/launchPlan.ts';

/** Returns this program's folder in the user's cache folder. */
export function userCache(
  environment: LaunchContext['environment'],
  platform: NodeJS.Platform,
): string {
  return join(getCacheFolder(environment, platform), 'ide-session-host');
}

function getCacheFolder(
  environment: LaunchContext['environment'],
  platform: NodeJS.Platform,
): string {
  const home = homedir();
  if (platform === 'win32') return environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  // Relative paths are invalid there.
  const cache = environment['XDG_CACHE_HOME'] ?? '';
  return isAbsolute(cache) ? cache : join(home, '.cache');
}
