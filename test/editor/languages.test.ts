// Programs of other languages in a real VS Code, whose tools and debuggers are stand-ins.

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

test('other languages in a real VS Code', { timeout: 300_000 }, (context) =>
  runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension, languagesFixture],
    workspace,
    settings: networkSettings,
    // As started from a terminal: the editor asks no shell for another PATH.
    environment: { PATH, VSCODE_CLI: '1' },
    suite: builtSuite('languages'),
    timeoutMilliseconds: 240_000,
  }),
);
