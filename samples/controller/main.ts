// The sample controller: runs a Node program through the window whose terminal it was started in, and prints what it
// hears. Usage: node dist/controller.cjs <script>

import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

import { runSampleController } from '../../test/controller/sampleController.ts';

const script = process.argv[2] ?? 'service.js';
const transcript = process.env['SAMPLE_CONTROLLER_TRANSCRIPT'];
const launch = { type: 'node', script_path: script, working_directory: dirname(script) };

function write(line: string): void {
  console.log(line);
  if (transcript) appendFileSync(transcript, `${line}\n`);
}

function onStop(stop: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

async function runOnce(): Promise<void> {
  write(`controller ${process.pid}`);
  const exitCode = await runSampleController(['--launch', JSON.stringify(launch)], {
    environment: process.env,
    write,
    onStop,
  });
  write(`controller ended with exit code ${exitCode}`);
}

async function main(): Promise<void> {
  const input = createInterface({ input: process.stdin });
  for (;;) {
    await runOnce();
    // A terminal closes with its program, and the transcript is there to be read.
    console.log('\nEnter runs the program again.');
    await once(input, 'line');
  }
}

void main();
