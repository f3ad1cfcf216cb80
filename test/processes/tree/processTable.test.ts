import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { listProcesses } from '../../../src/processes/tree/processTable.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

const onPosix = { skip: process.platform === 'win32' && 'Windows has no process groups' };

// The first call, so that its list starts immediately.
test(
  'a process that started before a request is listed, even while another list is being made',
  onPosix,
  async (context) => {
    const earlier = listProcesses();
    await Promise.resolve();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
    });
    afterTest(context, () => child.kill('SIGKILL'));
    await once(child, 'spawn');
    const lists = await Promise.all([listProcesses(), listProcesses()]);
    for (const list of lists) assert.ok(list.entries.some(({ pid }) => pid === child.pid));
    assert.notEqual(await earlier, lists[0]);
  },
);

test('this process is listed with its parent', onPosix, async () => {
  const own = (await listProcesses()).entries.find(({ pid }) => pid === process.pid);
  assert.equal(own?.parent, process.ppid);
});

test('concurrent calls share one list', onPosix, async () => {
  const lists = await Promise.all(Array.from({ length: 100 }, () => listProcesses()));
  assert.equal(new Set(lists).size, 1);
});
