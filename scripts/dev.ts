// The extension in code-server, rebuilt and reloaded on changes: npm run dev [-- FOLDER]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

import { serveEditor } from '../tools/editor/server/serveEditor.ts';
import type { ServeOptions } from '../tools/editor/server/serveOptions.ts';
import { run } from '../tools/setup/command.mjs';
import { nodeExecutable, projectFolder } from '../tools/setup/node.mjs';
import { progress } from '../tools/start/progress.ts';
import { buildEnvironment, makeSample } from '../tools/start/sample.ts';
import { interruptions } from '../tools/start/signals.ts';

const extensions = [projectFolder, join(projectFolder, 'tools', 'start', 'reloader')];

/** Rebuilds on changes until the signal is aborted. */
function watchSources(signal: AbortSignal): void {
  const watcher = spawn(nodeExecutable, ['esbuild.config.mjs', '--watch'], {
    cwd: projectFolder,
    // The watch ends when its stdin does.
    stdio: ['pipe', 'inherit', 'inherit'],
    signal,
  });
  watcher.on('error', (error) => signal.aborted || console.error(error.message));
}

async function serveFolder(options: ServeOptions, interrupted: AbortSignal): Promise<void> {
  const editor = await progress('Starting the editor', serveEditor({ ...options, gallery: true }));
  try {
    console.log(`\nOpen ${editor.url}\nSaved sources are built and loaded. Press Ctrl+C to stop.`);
    if (!interrupted.aborted) await Promise.race([once(interrupted, 'abort'), editor.failed]);
  } finally {
    await progress('Ending the editor', editor.close());
  }
}

const interrupted = interruptions();
await run('Building the extension', 'npm', ['run', 'build'], { folder: projectFolder });
const [folder] = process.argv.slice(2);
const sample = folder === undefined ? await makeSample() : undefined;
const workspace = sample?.workspace ?? resolve(process.env['INIT_CWD'] ?? '.', folder ?? '.');
watchSources(interrupted);
try {
  await serveFolder({ extensions, workspace, environment: buildEnvironment }, interrupted);
} finally {
  sample?.remove();
}
process.exit(0);
