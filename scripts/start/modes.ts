// The two ways in which the sample is shown: to a user's browser, and to nobody but a transcript.

import { once } from 'node:events';

import { startEditor } from '../../test/editor/harness/editor.ts';
import { serveEditor, type ServeOptions } from '../../test/editor/harness/serveEditor.ts';
import { progress } from './progress.ts';
import type { Sample } from './sample.ts';
import { conductTranscript } from './transcript.ts';

const transcriptMilliseconds = 120_000;

function editorOptions(vsix: string, sample: Sample): ServeOptions {
  return {
    packages: [vsix],
    extensions: [sample.extension],
    workspace: sample.workspace,
    // A page that is loaded anew starts the controller anew.
    settings: { 'terminal.integrated.enablePersistentSessions': false },
  };
}

/** Serves the sample to the user's browser until an interrupt. */
export async function serveSample(
  vsix: string,
  sample: Sample,
  interrupted: AbortSignal,
): Promise<void> {
  const options = { ...editorOptions(vsix, sample), gallery: true };
  const editor = await progress('Starting the editor', serveEditor(options));
  try {
    console.log(`\nOpen this address in a browser:\n\n  ${editor.url}\n\nCtrl+C ends the editor.`);
    if (!interrupted.aborted) await Promise.race([once(interrupted, 'abort'), editor.failed]);
  } finally {
    await progress('Ending the editor', editor.close());
  }
}

/** Shows the sample in a headless browser, and the transcript of the sample controller on the console. */
export async function recordSample(
  vsix: string,
  sample: Sample,
  interrupted: AbortSignal,
): Promise<void> {
  const late = AbortSignal.timeout(transcriptMilliseconds);
  const options = {
    ...editorOptions(vsix, sample),
    environment: { SAMPLE_CONTROLLER_TRANSCRIPT: sample.transcript },
  };
  const editor = await progress('Starting the editor and its page', startEditor(options));
  try {
    console.log('\nTranscript of the sample controller:\n');
    await conductTranscript(sample.transcript, AbortSignal.any([interrupted, late]));
  } finally {
    console.log();
    await progress('Ending the editor', editor.close());
  }
}
