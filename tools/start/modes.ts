// The two ways to run the samples: in a browser, and headless with a transcript.

import { once } from 'node:events';

import { startEditor } from '../editor/editor.ts';
import { serveEditor } from '../editor/server/serveEditor.ts';
import type { ServeOptions } from '../editor/server/serveOptions.ts';
import type { AspireSample } from './aspireSample.ts';
import { progress } from './progress.ts';
import { buildEnvironment, lineToStopAt, type Sample } from './sample.ts';
import { conductTranscript } from './transcript.ts';

// The first build of the client downloads about 200 MB of packages.
const transcriptMilliseconds = 900_000;

const guide = (url: string) => `
Open this address in a browser:

  ${url}

The terminal "Sample controller" there starts a Blazor client and a Node service, and prints their notifications.
To stop in C#:

  1. Click beside the number of line ${lineToStopAt()} of PrimeCounter.razor, which is open: a red dot appears.
  2. Press F5. A second session builds the client, opens its page and stops at the dot.

Ctrl+C here ends the editor.`;

function editorOptions(vsix: string, sample: Sample): ServeOptions {
  return {
    packages: [vsix],
    extensions: [sample.extension],
    workspace: sample.workspace,
    environment: buildEnvironment,
    // Reloading the page restarts the controller.
    settings: { 'terminal.integrated.enablePersistentSessions': false },
  };
}

/** Serves the samples to the user's browser until an interrupt. */
export function serveSample(vsix: string, sample: Sample, interrupted: AbortSignal): Promise<void> {
  return show(guide, editorOptions(vsix, sample), interrupted);
}

/** The same for the Aspire sample. */
export function serveAspireSample(
  vsix: string,
  { guide: shownGuide, options }: AspireSample,
  interrupted: AbortSignal,
): Promise<void> {
  return show(shownGuide, { ...options, packages: [vsix] }, interrupted);
}

async function show(
  shownGuide: (url: string) => string,
  options: ServeOptions,
  interrupted: AbortSignal,
): Promise<void> {
  const editor = await progress('Starting the editor', serveEditor({ ...options, gallery: true }));
  try {
    console.log(shownGuide(editor.url));
    if (!interrupted.aborted) await Promise.race([once(interrupted, 'abort'), editor.failed]);
  } finally {
    await progress('Ending the editor', editor.close());
  }
}

/** Shows the samples in a headless browser, and the transcript of the sample controller on the console. */
export async function recordSample(
  vsix: string,
  sample: Sample,
  interrupted: AbortSignal,
): Promise<void> {
  const late = AbortSignal.timeout(transcriptMilliseconds);
  const options = editorOptions(vsix, sample);
  const quiet = {
    ...options,
    environment: { ...options.environment, SAMPLE_CONTROLLER_TRANSCRIPT: sample.transcript },
    settings: { ...options.settings, 'ideSessionHost.blazor.headless': 'always' },
  };
  const editor = await progress('Starting the editor and its page', startEditor(quiet));
  try {
    console.log('\nTranscript of the sample controller:\n');
    await conductTranscript(sample.transcript, AbortSignal.any([interrupted, late]));
  } finally {
    console.log();
    await progress('Ending the editor', editor.close());
  }
}
