import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFailure } from '../../../src/processes/program/startFailure.ts';
import type { Watchdog } from '../../../src/processes/watchdog/watchdog.ts';
import { makeWatchedFolder } from '../../../src/processes/watchdog/watchedFolder.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const program = { command: 'node', args: [], environment: {}, workingDirectory: '/' };

const failures = {
  EMFILE: ['TooManyOpenFiles', /ulimit -n/],
  ENFILE: ['TooManyFilesOnMachine', /fs\.file-max/],
  EAGAIN: ['TooManyProcesses', /ulimit -u/],
  ENOMEM: ['OutOfMemory', /out of memory/],
  ENOEXEC: ['RuntimeFormatUnknown', /#!\/bin\/sh/],
} as const;

for (const [code, [expected, advice]] of Object.entries(failures)) {
  test(`a start that the system refuses with ${code} is reported as ${expected}`, async () => {
    const failure = await startFailure(program, Object.assign(new Error('secret'), { code }));
    assert.equal(failure.code, expected);
    assert.match(failure.message, /^node /);
    assert.match(failure.message, advice);
    assert.doesNotMatch(failure.message, /secret/);
  });
}

test('a missing temporary folder is named', async (context) => {
  const missing = join(await temporaryFolder(context), 'missing');
  const before = process.env['TMPDIR'];
  context.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  process.env['TMPDIR'] = missing;
  const watchdog = { watchFolder: () => ({ dispose() {} }) } as unknown as Watchdog;
  await assert.rejects(makeWatchedFolder('a-', watchdog), {
    code: 'TemporaryFolderUnusable',
    message: /missing, the folder for temporary files: ENOENT/,
  });
});
