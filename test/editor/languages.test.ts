// Programs in other languages in a real VS Code, with stand-ins for tools and debuggers.

import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import {
  builtSuite,
  languagesFixture,
  networkSettings,
  packagedExtension,
} from '../../tools/editor/built.ts';
import { emptyExtension } from '../../tools/editor/codeServer.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';

const workspace = join(import.meta.dirname, 'languages');
const PATH = [join(workspace, 'tools'), process.env['PATH']].join(delimiter);

test('other languages in a real VS Code', { timeout: 900_000 }, (context) =>
  runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension, languagesFixture],
    workspace,
    settings: networkSettings,
    // As when started from a terminal: the editor does not ask a shell for another PATH.
    environment: { PATH, VSCODE_CLI: '1' },
    suite: builtSuite('languages'),
    timeoutMilliseconds: 840_000,
  }),
);
