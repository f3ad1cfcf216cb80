#!/usr/bin/env node
import manifest from '../../package.json' with { type: 'json' };
import { systemClock, withTimeout } from '../common/clock.ts';
import { HumanError } from '../common/humanError.ts';
import { parseArguments, usage } from './arguments.ts';
import { cliErrors } from './errors.ts';

async function main(): Promise<number> {
  const invocation = parseArguments(process.argv.slice(2), () => process.cwd());
  switch (invocation.kind) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'version':
      process.stdout.write(`${manifest.version}\n`);
      return 0;
    case 'serve': {
      // Loaded on demand, since some modules read the current folder.
      const { serve } = await import('./serve.ts');
      return serve(invocation);
    }
  }
}

/** How long the last output may take to be written, in milliseconds. */
const flushTimeout = 250;

async function run(): Promise<void> {
  process.exitCode = await main().catch(fail);
  const written = [process.stdout, process.stderr].map(whenWritten);
  await withTimeout(systemClock, flushTimeout, Promise.all(written), undefined);
  // Exits even if something is left, such as a program that can't be killed.
  process.exit();
}

function fail(error: unknown): number {
  const shown = isCurrentFolderGone(error) ? cliErrors.CurrentFolderNotFound() : error;
  if (!(shown instanceof HumanError)) throw error;
  process.stderr.write(`${shown.message}\n`);
  return shown.code === 'WrongUsage' ? 2 : 1;
}

function isCurrentFolderGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall === 'uv_cwd';
}

function whenWritten(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['drain', 'close', 'error']) stream.once(event, () => resolve());
  });
}

// A broken pipe must not end the host before its programs.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

void run();
