// How a desktop VS Code is started, with a stand-in that records its command lines.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { emptyExtension } from '../../../tools/editor/codeServer.ts';
import { runSuiteInDesktop } from '../../../tools/editor/server/desktop.ts';

const onLinux = { skip: process.platform !== 'linux' && 'The stand-in is laid out as on Linux' };

/** Creates a VS Code installation whose suite ends with an exit code. */
async function makeDesktop(context: TestContext, exitCode: number) {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, 'bin'));
  const note = (file: string): string =>
    `#!/bin/sh\nprintf '%s\\n' "$@" >> '${join(folder, file)}'\n`;
  await writeFile(join(folder, 'code'), `${note('run')}exit ${exitCode}\n`, { mode: 0o755 });
  await writeFile(join(folder, 'bin', 'code'), note('installed'), { mode: 0o755 });
  const linesOf = async (file: string): Promise<readonly string[]> =>
    (await readFile(join(folder, file), 'utf8')).trim().split('\n');
  return { executable: join(folder, 'code'), linesOf };
}

function valueOf(args: readonly string[], option: string): string | undefined {
  return args.find((arg) => arg.startsWith(`--${option}=`))?.slice(option.length + 3);
}

test(
  'a desktop VS Code installs the packages, and runs the suite beside them',
  onLinux,
  async (context) => {
    const { executable, linesOf } = await makeDesktop(context, 0);
    const options = {
      executable,
      packages: ['/host.vsix'],
      workspace: '/shop',
      suite: '/suite.cjs',
    };
    assert.equal(await runSuiteInDesktop(options), 0);
    const installed = await linesOf('installed');
    assert.deepEqual(installed.slice(-2), ['--install-extension', '/host.vsix']);
    const run = await linesOf('run');
    assert.ok(run.includes('/shop') && run.includes('--disable-workspace-trust'), run.join(' '));
    assert.equal(valueOf(run, 'extensionTestsPath'), '/suite.cjs');
    assert.equal(valueOf(run, 'extensionDevelopmentPath'), emptyExtension);
    const extensions = valueOf(run, 'extensions-dir');
    assert.ok(extensions !== undefined && extensions === valueOf(installed, 'extensions-dir'));
    assert.equal(existsSync(extensions), false, 'The folder of the editor is left.');
  },
);

test('a suite that fails in a desktop VS Code is reported as 1', onLinux, async (context) => {
  const { executable } = await makeDesktop(context, 1);
  assert.equal(await runSuiteInDesktop({ executable, suite: '/suite.cjs' }), 1);
});

test("a desktop VS Code that can't run a suite is an error", onLinux, async (context) => {
  const { executable } = await makeDesktop(context, 9);
  await assert.rejects(runSuiteInDesktop({ executable, suite: '/suite.cjs' }), /9/);
});
