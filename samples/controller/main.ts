// The sample controller: runs the sample client and the sample service in the window whose terminal
// it was started in, and prints their notifications. Usage: node dist/controller.cjs <folder of
// both>

import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { runSessions } from './runSessions.ts';

const folder = resolve(process.argv[2] ?? '.');
const transcript = process.env['SAMPLE_CONTROLLER_TRANSCRIPT'];

const launches = {
  client: {
    type: 'project',
    project_path: join(folder, 'Client', 'Client.csproj'),
    // The port of its launch profile stays free for F5.
    disable_launch_profile: true,
  },
  service: {
    type: 'node',
    script_path: join(folder, 'node-service', 'service.js'),
    working_directory: join(folder, 'node-service'),
  },
};

function write(line: string): void {
  console.log(line);
  if (transcript) appendFileSync(transcript, `${line}\n`);
}

async function runOnce(): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => {
    write('stopping');
    stopping.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  write(`controller ${process.pid}`);
  const exitCode = await runSessions(launches, write, stopping.signal);
  write(`controller ended with exit code ${exitCode}`);
  for (const signal of signals) process.off(signal, stop);
}

async function main(): Promise<void> {
  const input = createInterface({ input: process.stdin });
  for (;;) {
    await runOnce();
    // A terminal closes with its program, but the transcript should stay readable.
    console.log('\nEnter runs both again.');
    await once(input, 'line');
  }
}

void main();
