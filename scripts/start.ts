// The extension in an editor, with a sample controller that runs a Blazor client, or an Aspire AppHost: npm start [-- --headless | --aspire]

import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Interrupted, run } from '../tools/setup/command.mjs';
import { projectFolder } from '../tools/setup/node.mjs';
import { makeAspireSample } from '../tools/start/aspireSample.ts';
import { recordSample, serveAspireSample, serveSample } from '../tools/start/modes.ts';
import { makeSample } from '../tools/start/sample.ts';
import { interruptions } from '../tools/start/signals.ts';

const usage = `Usage: npm start [-- --headless | --aspire]

Builds the extension and opens a sample in an editor that has it installed: a Blazor client, to be debugged with F5. A
sample controller in a terminal of that editor runs the client and a Node service too, and prints their notifications.

  --headless  shows the editor to no one, prints how a breakpoint in the client's C# is hit, and ends
  --aspire    opens an Aspire AppHost with an API, a Blazor client and a Node service instead
`;

const vsix = join(projectFolder, 'dist', 'ide-session-host.vsix');

/** The ways to show the samples, each until it has ended or the signal is aborted. */
const modes = {
  plain: async (interrupted: AbortSignal) => {
    const sample = await makeSample();
    await serveSample(vsix, sample, interrupted).finally(() => sample.remove());
  },
  headless: async (interrupted: AbortSignal) => {
    const sample = await makeSample();
    await recordSample(vsix, sample, interrupted).finally(() => sample.remove());
  },
  aspire: async (interrupted: AbortSignal) => {
    const sample = await makeAspireSample();
    await serveAspireSample(vsix, sample, interrupted).finally(() => sample.remove());
  },
};

type Mode = keyof typeof modes;

async function main(mode: Mode): Promise<void> {
  const interrupted = interruptions();
  await run('Building the VSIX', 'npm', ['run', 'package'], { folder: projectFolder });
  await modes[mode](interrupted);
}

function readMode(): Mode | undefined {
  const options = { headless: { type: 'boolean' }, aspire: { type: 'boolean' } } as const;
  try {
    const { aspire, headless } = parseArgs({ options }).values;
    if (aspire && headless) throw new Error('Choose one of --headless and --aspire.');
    if (aspire) return 'aspire';
    return headless ? 'headless' : 'plain';
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return undefined;
  }
}

const mode = readMode();
if (mode === undefined) {
  process.exitCode = 2;
} else {
  try {
    await main(mode);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
  }
}
