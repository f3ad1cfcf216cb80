// Runs the editor suites in a desktop VS Code, which is downloaded: npm run test:desktop

import { parseArgs } from 'node:util';

import {
  builtSuite,
  debugpyFixture,
  networkSettings,
  packagedExtension,
  workspace,
} from '../tools/editor/built.ts';
import { emptyExtension } from '../tools/editor/codeServer.ts';
import { runSuiteInDesktop } from '../tools/editor/server/desktop.ts';

const usage = `Usage: npm run test:desktop -- [options]

Runs the suites of test/editor/suites in a desktop VS Code with the packaged extension.

  --version <version>    the VS Code to download; stable if not given
  --executable <file>    an installed VS Code, instead of a download
`;

/** @returns the exit code: 0 if all tests passed, 1 if one failed */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      executable: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { version, executable } = values;
  const code = await runSuiteInDesktop({
    ...(version !== undefined && { version }),
    ...(executable !== undefined && { executable }),
    packages: [packagedExtension],
    extensions: [emptyExtension, debugpyFixture],
    workspace,
    settings: networkSettings,
    suite: builtSuite('index'),
  });
  console.log(code === 0 ? 'passed' : 'FAILED');
  return code;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
