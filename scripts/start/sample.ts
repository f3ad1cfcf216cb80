// The sample as it is shown in an editor: a copy of the workspace that may be changed at will, and the sample controller.

import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { projectFolder } from '../setup/node.mjs';
import { buildController } from './buildController.ts';

/** A sample in a temporary folder of its own. */
export interface Sample {
  /** The folder to open in the editor. */
  readonly workspace: string;
  /** The folder of the extension that runs the sample controller in a terminal. */
  readonly extension: string;
  /** The file to which the sample controller writes what it prints, if its environment names it. */
  readonly transcript: string;
  remove(): void;
}

const samples = join(projectFolder, 'samples');

/** Copies the sample workspace and builds the sample controller. */
export async function makeSample(): Promise<Sample> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ide-session-host-sample-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const workspace = join(folder, 'node-service');
  const extension = join(folder, 'controller');
  try {
    cpSync(join(samples, 'node-service'), workspace, { recursive: true });
    for (const file of ['package.json', 'extension.cjs']) {
      cpSync(join(samples, 'controller', file), join(extension, file));
    }
    await buildController(extension);
    return { workspace, extension, transcript: join(folder, 'transcript.txt'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
