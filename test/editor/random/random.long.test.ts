// Half an hour of random debugging of a Blazor client in a real VS Code, after the runs that once failed.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomSeed } from '../../../tools/fixtures/randomSeed.ts';
import { runRandomSuite } from './randomSuite.ts';
import type { KeptSeed } from '../suites/random/task.ts';

const keptSeeds = join(import.meta.dirname, '..', 'fixtures', 'randomSeeds.json');
const seed = randomSeed('RANDOM_SEED');

test(
  `half an hour of random debugging of a Blazor client (RANDOM_SEED=${seed})`,
  { timeout: 3_600_000 },
  async (context) => {
    const kept = JSON.parse(await readFile(keptSeeds, 'utf8')) as KeptSeed[];
    await runRandomSuite(context, { seed, minutes: 30, kept });
  },
);
