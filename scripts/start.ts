// The extension in an editor, with a sample controller that runs a Blazor client: npm start [-- --headless]

import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Interrupted, run } from './setup/command.mjs';
import { projectFolder } from './setup/node.mjs';
import { recordSample, serveSample } from './start/modes.ts';
import { makeSample } from './start/sample.ts';
import { interruptions } from './start/signals.ts';

const usage = `Usage: npm start [-- --headless]

Builds the extension and opens a sample in an editor that has it installed: a Blazor client, to be debugged with F5. A
sample controller in a terminal of that editor runs the client and a Node service too, and prints what it hears.

  --headless  shows the editor to no one, prints how a breakpoint in the client's C# is hit, and ends
`;

async function main(headless: boolean): Promise<void> {
  const interrupted = interruptions();
  await run('Building the VSIX', 'npm', ['run', 'package'], { folder: projectFolder });
  const sample = await makeSample();
  try {
    const show = headless ? recordSample : serveSample;
    await show(join(projectFolder, 'dist', 'ide-session-host.vsix'), sample, interrupted);
  } finally {
    sample.remove();
  }
}

function readHeadless(): boolean | undefined {
  try {
    return parseArgs({ options: { headless: { type: 'boolean', default: false } } }).values
      .headless;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return undefined;
  }
}

const headless = readHeadless();
if (headless === undefined) {
  process.exitCode = 2;
} else {
  try {
    await main(headless);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
  }
}
