// Half an hour of random debugging of a Blazor client in a real VS Code.

import { test } from 'node:test';
import { runRandomSuite } from './randomSuite.ts';

test('half an hour of random debugging of a Blazor client', { timeout: 3_000_000 }, (context) =>
  runRandomSuite(context, 30),
);
