// The Aspire sample as shown in an editor: a copy that may be changed at will, with a client from
// the SDK's template.

import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import type { ServeOptions } from '../editor/server/serveOptions.ts';
import { run } from '../setup/command.mjs';
import { nodeExecutable, projectFolder } from '../setup/node.mjs';
import { installedTool } from '../setup/toolCache.mjs';
import { buildEnvironment } from './sample.ts';

/** The sample in a temporary folder, with its instructions. */
export interface AspireSample {
  readonly guide: (url: string) => string;
  readonly options: ServeOptions;
  remove(): void;
}

const guide = (url: string) => `
Open this address in a browser:

  ${url}

It shows an Aspire AppHost with an API, a Blazor client and a Node service. To stop in C#:

  1. Click beside builder.RootComponents.Add<App> in Client/Program.cs: a red dot appears.
  2. Press F5, or open a terminal and run: aspire run
  3. The client stops at the dot when its page has loaded. Where there is no display, the page has no window.

Ctrl+C here ends the editor.`;

/** Installs the Aspire CLI if it is missing, and creates the workspace. */
export async function makeAspireSample(): Promise<AspireSample> {
  const setUp = [join('scripts', 'setup.mjs'), '--only', 'aspire'];
  await run('Looking for the Aspire CLI', nodeExecutable, setUp, { folder: projectFolder });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ide-session-host-sample-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const workspace = join(folder, 'aspire');
  try {
    await writeAspireSample(workspace);
    return { guide, options: editorOptions(workspace), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Creates the AppHost and its resources in a folder. */
export async function writeAspireSample(folder: string): Promise<void> {
  const isSource = (path: string) => !/[\\/](bin|obj)$/.test(path);
  for (const [sample, name] of Object.entries({ aspire: '', 'node-service': 'Service' })) {
    const destination = join(folder, name);
    cpSync(join(projectFolder, 'samples', sample), destination, {
      recursive: true,
      filter: isSource,
    });
  }
  const create = ['new', 'blazorwasm', '--name', 'Client', '--framework', 'net10.0'];
  await run('Creating a Blazor client', 'dotnet', [...create, '--no-restore'], { folder });
}

function editorOptions(workspace: string): ServeOptions {
  const path = [installedTool('aspire'), process.env['PATH'] ?? ''].join(delimiter);
  return { workspace, environment: { ...buildEnvironment, PATH: path } };
}
