#!/usr/bin/env node
import manifest from '../../package.json' with { type: 'json' };
import { HumanError } from '../common/humanError.ts';
import { parseArguments, usage } from './arguments.ts';
import { serve } from './serve.ts';

async function main(): Promise<number> {
  const invocation = parseArguments(process.argv.slice(2), process.cwd());
  switch (invocation.kind) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'version':
      process.stdout.write(`${manifest.version}\n`);
      return 0;
    case 'serve':
      return serve(invocation);
  }
}

async function run(): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.code === 'WrongUsage' ? 2 : 1;
  }
}

// Who reads what we write may be gone before us, which is no reason to leave programs behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

void run();
