// Programs in other languages in a real VS Code, under their real debuggers.

import { cp } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { findExecutables, findWorking, succeeds } from '../../tools/setup/executables.mjs';
import { assertPresent, findLldbAdapter } from '../../tools/setup/testRequirements.mjs';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import {
  builtSuite,
  networkSettings,
  packagedExtension,
  realDebuggers,
} from '../../tools/editor/built.ts';
import { emptyExtension } from '../../tools/editor/codeServer.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';

const limit = 1_000_000;

test('real debuggers of other languages', { timeout: limit }, async (context) => {
  for (const key of ['cargo', 'debugpy', 'delve', 'go', 'lldb'] as const) assertPresent(key);
  const folder = await temporaryFolder(context);
  const workspace = join(folder, 'workspace');
  await cp(join(import.meta.dirname, 'debuggers'), workspace, { recursive: true });
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension, ...realDebuggers],
    workspace,
    settings: networkSettings,
    environment: debuggersEnvironment(folder),
    suite: builtSuite('debuggers'),
    timeoutMilliseconds: limit - 30_000,
  });
});

/** PATH with only the tools, and their output folders. */
function debuggersEnvironment(folder: string): NodeJS.ProcessEnv {
  const tools = [
    findWorking('go', 'version'),
    findWorking('dlv', 'version'),
    findWorking('cargo', '--version'),
  ];
  const folders = tools.flatMap((tool) => (tool === undefined ? [] : [dirname(tool)]));
  return {
    PATH: [...new Set([...folders, ...(process.env['PATH'] ?? '').split(delimiter)])].join(
      delimiter,
    ),
    // As when started from a terminal: the editor does not ask a shell for another PATH.
    VSCODE_CLI: '1',
    CARGO_TARGET_DIR: join(folder, 'target'),
    DEBUGPY_PYTHON: findExecutables('python3').find((python) =>
      succeeds(python, '-c', 'import debugpy'),
    ),
    LLDB_ADAPTER: findLldbAdapter(),
  };
}
