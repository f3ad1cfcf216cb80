// Apps of many kinds in a real VS Code, with a real browser and real .NET: C# in them stops, or a
// message says why not.

import { test } from 'node:test';
import { runAppsSuite, suiteLimit } from './workspaces/blazorAppsSuite.ts';

test('Blazor apps of many kinds in a real VS Code', { timeout: suiteLimit }, (context) =>
  runAppsSuite(context),
);
