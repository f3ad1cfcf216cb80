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

/** Installs every tool that this checkout pins and the cache lacks. */
export async function installTools() {
  for (const tool of /** @type {import('./toolCache.mjs').ToolName[]} */ (Object.keys(tools))) {
    if (isInstalled(tool)) continue;
    if (tool === 'code-server' && process.platform === 'win32') {
      console.log(
        '  code-server does not run on Windows; the editor tests run there by: npm run test:desktop',
      );
      continue;
    }
    await install(tool);
  }
}

/** @param {import('./toolCache.mjs').ToolName} tool */
async function install(tool) {
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
    await run(
      `Installing ${tool} for all checkouts, into ${toolFolder(tool)}`,
      'npm',
      cleanInstall,
      {
        folder: unfinished,
        environment: buildEnvironment(),
      },
    );
    if (!existsSync(join(unfinished, tools[tool]))) {
      throw new SetupError(
        `npm installed ${tool} without running its install scripts: look in your npm configuration for the reason.`,
      );
    }
    writeFileSync(join(unfinished, completeMarker), '');
    publish(unfinished, tool);
  } finally {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 3 });
  }
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
    // Another checkout installed the same tool in the meantime: its copy is as good.
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
