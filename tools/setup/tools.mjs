// @ts-check
// Installing the tools of the cache.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { run, SetupError } from './command.mjs';
import { cleanInstall } from './dependencies.mjs';
import { installDotnetTool } from './dotnetTool.mjs';
import { headersFolder, nodeExecutable, projectEnvironment } from './node.mjs';
import {
  cacheFolder,
  completeMarker,
  isInstalled,
  pinFolder,
  toolFolder,
  tools,
} from './toolCache.mjs';

const unfinishedPrefix = 'unfinished-';
const abandonedAfterMilliseconds = 6 * 60 * 60 * 1000;

/**
 * The tasks that install these tools in the cache as this checkout pins them.
 *
 * @param {readonly import('./toolCache.mjs').ToolName[]} names
 * @returns {import('./tasks.mjs').Task[]}
 */
export function planTools(names) {
  const missing = names.filter((name) => !isInstalled(name));
  if (process.platform === 'win32' && missing.includes('code-server')) {
    console.log(
      'code-server does not run on Windows; the editor tests run there by: npm run test:desktop',
    );
  }
  return missing
    .filter((name) => process.platform !== 'win32' || name !== 'code-server')
    .map((name) => ({
      title: `Installing ${name} for all checkouts`,
      perform: (title) => install(title, name),
    }));
}

/**
 * @param {string} title
 * @param {import('./toolCache.mjs').ToolName} tool
 */
async function install(title, tool) {
  if (!existsSync(nodeExecutable)) {
    throw new SetupError(
      'The tools are built with the Node among the dependencies, which are not installed.',
    );
  }
  mkdirSync(cacheFolder(), { recursive: true });
  removeAbandoned();
  const unfinished = mkdtempSync(join(cacheFolder(), `${unfinishedPrefix}${tool}-`));
  try {
    cpSync(pinFolder(tool), unfinished, {
      recursive: true,
      filter: (path) => !path.endsWith('node_modules'),
    });
    await installInto(unfinished, tool, `${title}, into ${toolFolder(tool)}`);
    if (!existsSync(join(unfinished, tools[tool]))) {
      throw new SetupError(
        `${tool} was installed without running its install scripts: look in your npm configuration for the reason.`,
      );
    }
    writeFileSync(join(unfinished, completeMarker), '');
    publish(unfinished, tool);
  } finally {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * @param {string} folder
 * @param {import('./toolCache.mjs').ToolName} tool
 * @param {string} title
 */
function installInto(folder, tool, title) {
  if (tool === 'aspire') return installDotnetTool(title, tool, folder);
  return run(title, 'npm', cleanInstall, { folder, environment: buildEnvironment() });
}

/** The environment in which native modules are built for the project's own Node. */
function buildEnvironment() {
  const headers = headersFolder();
  return { ...projectEnvironment(), ...(headers && { npm_config_nodedir: headers }) };
}

/**
 * @param {string} unfinished
 * @param {import('./toolCache.mjs').ToolName} tool
 */
function publish(unfinished, tool) {
  const folder = toolFolder(tool);
  if (!isInstalled(tool)) rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another checkout has installed the same tool: its copy is as good.
    if (!isInstalled(tool)) throw error;
  }
}

function removeAbandoned() {
  for (const name of readdirSync(cacheFolder()).filter((entry) =>
    entry.startsWith(unfinishedPrefix),
  )) {
    const folder = join(cacheFolder(), name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > abandonedAfterMilliseconds) rmSync(folder, { recursive: true, force: true });
  }
}
