// Runs editor suites in a desktop VS Code, one after the other: npm run test:desktop

import { parseArgs } from 'node:util';

import { runSuiteInDesktop } from '../test/editor/harness/desktop.ts';
import { projectFolder } from './setup/node.mjs';

const usage = `Usage: node scripts/testDesktop.ts [options] <suite>...

Runs CommonJS files that export run() in the extension host of a desktop VS Code.

  --extension <folder>   an extension to load; may be given more than once; the project itself if not given
  --vsix <file>          an extension to install first; may be given more than once
  --workspace <folder>   the folder to open; an empty one if not given
  --version <version>    the VS Code to download; stable if not given
  --executable <file>    an installed VS Code, instead of a download
`;

/** @returns the exit code: 0 if all suites passed, 1 if one failed, 2 if none could be run */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      extension: { type: 'string', multiple: true, default: [projectFolder] },
      vsix: { type: 'string', multiple: true, default: [] },
      workspace: { type: 'string' },
      version: { type: 'string' },
      executable: { type: 'string' },
    },
  });
  if (positionals.length === 0) {
    console.error(usage);
    return 2;
  }
  let failed = 0;
  for (const suite of positionals) {
    const { extension, vsix, ...rest } = values;
    const code = await runSuiteInDesktop({ ...rest, extensions: extension, packages: vsix, suite });
    console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${suite}`);
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
