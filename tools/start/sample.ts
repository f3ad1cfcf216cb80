// The samples as shown in an editor: a copy of the workspace that may be changed at will, and the
// sample controller.

import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { projectFolder } from '../setup/node.mjs';
import { buildController } from './buildController.ts';
import { progress } from './progress.ts';
import { addReference, createFromTemplate } from './templates.ts';

/** The samples in a temporary folder. */
export interface Sample {
  /** The folder to open in the editor, with the client, its component library and the service. */
  readonly workspace: string;
  /** The folder of the extension that runs the sample controller in a terminal. */
  readonly extension: string;
  /** The file for the sample controller's output, set in its environment. */
  readonly transcript: string;
  remove(): void;
}

const samples = join(projectFolder, 'samples');

/** Keeps `dotnet` from leaving build servers running, which would outlive the editor. */
export const buildEnvironment = {
  MSBUILDDISABLENODEREUSE: '1',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  UseSharedCompilation: 'false',
};

/** Creates the workspace and builds the sample controller. */
export async function makeSample(): Promise<Sample> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ide-session-host-sample-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const workspace = join(folder, 'samples');
  const extension = join(folder, 'controller');
  try {
    cpSync(join(samples, 'node-service'), join(workspace, 'node-service'), { recursive: true });
    await progress('Creating a Blazor client', createBlazorSample(workspace));
    for (const file of ['package.json', 'extension.cjs', 'recordStops.cjs']) {
      cpSync(join(samples, 'controller', file), join(extension, file));
    }
    await buildController(extension);
    return { workspace, extension, transcript: join(folder, 'transcript.txt'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Creates a stock client and a stock component library in a folder, and replaces files of both with
 * the sample's.
 */
export async function createBlazorSample(folder: string): Promise<void> {
  const client = join(folder, 'Client');
  const components = join(folder, 'Components');
  await createFromTemplate('client', 'Client', client);
  await createFromTemplate('component library', 'Components', components);
  await addReference(join(client, 'Client.csproj'), join(components, 'Components.csproj'));
  cpSync(join(samples, 'blazor'), folder, { recursive: true });
}

/**
 * The line of `PrimeCounter.razor` that runs when the page opens and with each click, a good place
 * for a breakpoint.
 */
export function lineToStopAt(): number {
  const source = join(samples, 'blazor', 'Components', 'PrimeCounter.razor');
  const lines = readFileSync(source, 'utf8').split('\n');
  return 1 + lines.findIndex((line) => line.includes('message = $'));
}
