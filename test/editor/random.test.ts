// Two minutes of random debugging of a Blazor client in a real VS Code.

import { test } from 'node:test';
import { runRandomSuite } from './randomSuite.ts';

test('random debugging of a Blazor client', { timeout: 1_200_000 }, (context) =>
  runRandomSuite(context, Number(process.env['RANDOM_MINUTES'] ?? 2)),
);
