// An app whose server is a program of the user, and is started before it is debugged.

import { test } from 'node:test';
import { runAppsSuite, suiteLimit } from './workspaces/blazorAppsSuite.ts';

test('a Blazor Web App that is kept prepared with its server', { timeout: suiteLimit }, (context) =>
  runAppsSuite(context, { PREPARED_SERVER: '1' }),
);
