// @ts-check
// Installing a .NET tool as its manifest says.

import { cpSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { run } from './command.mjs';
import { projectFolder } from './node.mjs';
import { pinFolder } from './toolCache.mjs';

/**
 * For each tool, a project with the packages it needs, which are restored along with it into
 * NuGet's folder.
 */
const companions = { aspire: join(projectFolder, 'test', 'fixtures', 'aspire', 'AppHost') };

/**
 * Installs the tool in its pin folder's manifest into a folder, and downloads the packages it
 * needs.
 *
 * @param {string} title
 * @param {keyof typeof companions} tool
 * @param {string} folder
 */
export async function installDotnetTool(title, tool, folder) {
  const manifest = JSON.parse(readFileSync(join(pinFolder(tool), 'dotnet-tools.json'), 'utf8'));
  const [name, { version }] = Object.entries(manifest.tools)[0] ?? ['', { version: '' }];
  const install = ['tool', 'install', name, '--version', version, '--tool-path', folder];
  await run(title, 'dotnet', install, { folder });
  const project = join(folder, 'companion', basename(companions[tool]));
  cpSync(companions[tool], project, {
    recursive: true,
    filter: (path) => !/[\\/](bin|obj)$/.test(path),
  });
  await run(`${title}: downloading the packages that it works with`, 'dotnet', ['restore'], {
    folder: project,
  });
}
