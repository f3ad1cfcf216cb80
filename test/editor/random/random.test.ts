// Two minutes of random debugging of a Blazor client in a real VS Code. RANDOM_SEED and RANDOM_MINUTES try others.

import { test } from 'node:test';
import { runRandomSuite } from './randomSuite.ts';

test('two minutes of random debugging of a Blazor client', { timeout: 1_200_000 }, (context) =>
  runRandomSuite(context, {
    seed: Number(process.env['RANDOM_SEED'] ?? 3),
    minutes: Number(process.env['RANDOM_MINUTES'] ?? 2),
    kept: [],
  }),
);
