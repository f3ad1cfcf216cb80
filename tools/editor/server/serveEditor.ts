// The editor as a server, without a page.

import { join, resolve } from 'node:path';

import { codeServerAddress, codeServerEnvironment, codeServerPlan } from '../codeServer.ts';
import { makeEditorFolder, removeEditorFolder } from './editorFolder.ts';
import { addPackages } from './installedPackages.ts';
import type { MarkedProcess } from '../leftovers.ts';
import type { ServeOptions } from './serveOptions.ts';
import { startServer } from './server.ts';

/** An editor that waits for a browser. */
export interface ServedEditor extends AsyncDisposable {
  /** The address that shows the editor with its extensions. */
  readonly url: string;
  /** The folder with all files of this editor; gone after close. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Rejects when the editor ends unexpectedly. */
  readonly failed: Promise<never>;
  lastOutput(): string;
  /** Ends everything; returns the processes that outlived the editor and had to be killed. */
  close(): Promise<readonly MarkedProcess[]>;
}

/** Starts code-server without a page; open `url` to see the editor. */
export async function serveEditor(options: ServeOptions = {}): Promise<ServedEditor> {
  const folder = makeEditorFolder(
    options.settings,
    options.extensions?.slice(1),
    options.machineSettings,
  );
  try {
    await addPackages(options.packages ?? [], join(folder, 'extensions'));
    const workspace = resolve(options.workspace ?? join(folder, 'workspace'));
    const environment = codeServerEnvironment(folder, options);
    const server = await startServer(codeServerPlan(folder, options, environment));
    return {
      url: codeServerAddress(server.port, workspace, options),
      folder,
      environment,
      failed: server.failed,
      lastOutput: () => server.lastOutput(),
      close: () => server.end(),
      [Symbol.asyncDispose]: async () => void (await server.end()),
    };
  } catch (error) {
    removeEditorFolder(folder);
    throw error;
  }
}
