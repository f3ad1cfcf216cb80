// @ts-check
// Tools too large for every checkout: each is one folder in the user's cache, shared by all checkouts that pin the same versions.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { nodeVersion, projectFolder } from './node.mjs';

const isWindows = process.platform === 'win32';

/** Every tool, by the folder of tools/setup/pins/ that pins it, with a file that exists only if its installation finished. */
export const tools = {
  'code-server': join(
    'node_modules',
    'code-server',
    'lib',
    'vscode',
    'node_modules',
    'node-pty',
    'package.json',
  ),
  'node-20': join('node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node'),
  aspire: isWindows ? 'aspire.exe' : 'aspire',
};

/** @typedef {keyof typeof tools} ToolName */

/** The file that marks a cached tool as complete. */
export const completeMarker = '.complete';

/** The folder that holds all cached tools of this user. */
export function cacheFolder() {
  const windowsCache = process.platform === 'win32' ? process.env['LOCALAPPDATA'] : undefined;
  const userCache = process.env['XDG_CACHE_HOME'] || windowsCache || join(homedir(), '.cache');
  return join(userCache, 'ide-session-host');
}

/**
 * The folder of the checkout that pins a tool's versions.
 *
 * @param {ToolName} tool
 */
export function pinFolder(tool) {
  return join(projectFolder, 'tools', 'setup', 'pins', tool);
}

/**
 * The folder in the cache for exactly the version of a tool that this checkout pins.
 *
 * @param {ToolName} tool
 */
export function toolFolder(tool) {
  const hash = createHash('sha256');
  const pins = tool === 'aspire' ? ['dotnet-tools.json'] : ['package.json', 'package-lock.json'];
  for (const file of pins) hash.update(readFileSync(join(pinFolder(tool), file)));
  // Native modules fit one platform and one Node only.
  hash.update(`${process.platform} ${process.arch} ${nodeVersion}`);
  return join(cacheFolder(), `${tool}-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Whether a tool is in the cache and complete.
 *
 * @param {ToolName} tool
 */
export function isInstalled(tool) {
  return existsSync(join(toolFolder(tool), completeMarker));
}

/**
 * The folder of an installed tool; fails with what to do if it is not installed.
 *
 * @param {ToolName} tool
 */
export function installedTool(tool) {
  if (!isInstalled(tool)) throw new Error(`${tool} is not installed. Run: node scripts/setup.mjs`);
  return toolFolder(tool);
}
