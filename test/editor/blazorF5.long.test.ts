// F5 on clients for older target frameworks, and many rounds of it.

import { test } from 'node:test';
import { randomSeed } from '../../tools/fixtures/randomSeed.ts';
import { runBlazorSuite, suiteLimit } from './blazorSuite.ts';

const seed = randomSeed('STOP_SEED');

for (const framework of ['net9.0', 'net8.0'] as const) {
  test(`F5 on a Blazor client for ${framework}`, { timeout: suiteLimit }, (context) =>
    runBlazorSuite(context, {
      framework,
      environment: { EDITOR_TESTS: 'stops where breakpoints were clicked' },
    }),
  );
}

test(
  `many rounds of F5 on a Blazor client, stopped at random moments, STOP_SEED=${seed}`,
  { timeout: suiteLimit },
  (context) =>
    runBlazorSuite(context, {
      environment: {
        EDITOR_TESTS: 'Repeated sessions',
        F5_ROUNDS: '20',
        STOP_SEED: String(seed),
      },
    }),
);
