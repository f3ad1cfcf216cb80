import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findExecuting } from '../../../src/processes/commands/executableSearch.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

test('a descendant is found by its executable', async (context) => {
  const executable = join(await realpath(await temporaryFolder(context)), 'waiting');
  await copyFile('/bin/cat', executable);
  const shell = spawn('sh', ['-c', '"$0"; true', executable], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  afterTest(context, async () => {
    shell.stdin.end();
    await once(shell, 'close');
  });
  // The program runs once it has responded.
  shell.stdin.write('ready\n');
  await once(shell.stdout, 'data');
  const pid = await findExecuting(executable, process.pid, () => true);
  assert.ok(pid !== undefined && pid !== shell.pid);
  assert.equal(await findExecuting(executable, process.pid, (one) => one !== pid), undefined);
  assert.equal(await findExecuting(executable, pid, () => true), undefined);
});
