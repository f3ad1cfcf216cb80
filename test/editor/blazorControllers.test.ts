// Projects and pages of controllers in a real VS Code, with a real browser and real .NET.

import { test } from 'node:test';
import { runControllersSuite, suiteLimit } from './workspaces/controllersSuite.ts';

test('projects and pages of controllers in a real VS Code', { timeout: suiteLimit }, (context) =>
  runControllersSuite(context),
);
