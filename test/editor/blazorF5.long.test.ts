// F5 on clients for older target frameworks, many rounds of it, and many changes with hot reload.

import { test } from 'node:test';
import { randomSeed } from '../../tools/fixtures/randomSeed.ts';
import { runBlazorSuite, suiteLimit } from './workspaces/blazorSuite.ts';
import { runControllersSuite } from './workspaces/controllersSuite.ts';

const seed = randomSeed('STOP_SEED');
const editsSeed = randomSeed('HOT_SEED');

for (const framework of ['net9.0', 'net8.0'] as const) {
  test(`F5 on a Blazor client for ${framework}`, { timeout: suiteLimit }, (context) =>
    runBlazorSuite(context, {
      framework,
      environment: { EDITOR_TESTS: 'stops where breakpoints were clicked' },
    }),
  );

  test(`changes of a running Blazor client for ${framework}`, { timeout: suiteLimit }, (context) =>
    runBlazorSuite(context, {
      framework,
      environment: { EDITOR_TESTS: 'runs in the page without a restart' },
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

test(
  `100 changes of a running Blazor client, HOT_SEED=${editsSeed}`,
  { timeout: suiteLimit },
  (context) =>
    runBlazorSuite(context, {
      environment: {
        EDITOR_TESTS: 'runs in the page without a restart',
        HOT_EDITS: '100',
        HOT_SEED: String(editsSeed),
      },
    }),
);

test('changes of a client that others build and serve', { timeout: suiteLimit }, (context) =>
  runControllersSuite(context, {
    TAKES_CHANGES: 'true',
    EDITOR_TESTS: 'takes changes of a client',
  }),
);
