// The samples as they are shown in an editor: a copy of the workspace that may be changed at will, and the sample
// controller.

import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { projectFolder } from '../setup/node.mjs';
import { buildController } from './buildController.ts';

/** The samples in a temporary folder of their own. */
export interface Sample {
  /** The folder to open in the editor, with the client and the service. */
  readonly workspace: string;
  /** The folder of the extension that runs the sample controller in a terminal. */
  readonly extension: string;
  /** The file to which the sample controller writes what it prints, if its environment names it. */
  readonly transcript: string;
  remove(): void;
}

const samples = join(projectFolder, 'samples');

/** Keeps `dotnet` from leaving processes behind to serve the next build, which would outlive the editor. */
export const buildEnvironment = {
  MSBUILDDISABLENODEREUSE: '1',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  UseSharedCompilation: 'false',
};

/** Copies the workspace and builds the sample controller. */
export async function makeSample(): Promise<Sample> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ide-session-host-sample-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const workspace = join(folder, 'samples');
  const extension = join(folder, 'controller');
  try {
    for (const name of ['blazor-client', 'node-service']) copySample(name, join(workspace, name));
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

/** Copies what a sample consists of, without what was built of it. */
export function copySample(name: string, destination: string): void {
  const isSource = (path: string) => !/[\\/](bin|obj)$/.test(path);
  cpSync(join(samples, name), destination, { recursive: true, filter: isSource });
}

/** The line of the client's `Counter.razor` that runs at the start and with each click, and is worth a breakpoint. */
export function lineToStopAt(): number {
  const lines = readFileSync(join(samples, 'blazor-client', 'Counter.razor'), 'utf8').split('\n');
  return 1 + lines.findIndex((line) => line.includes('message = $'));
}
