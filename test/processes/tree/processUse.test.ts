import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { listProcesses } from '../../../src/processes/tree/processTable.ts';
import {
  parseProcessorTime,
  readFromPs,
  readProcessUses,
} from '../../../src/processes/tree/processUse.ts';

const mebibyte = 1024 ** 2;
const posix = { skip: process.platform === 'win32' };

/** Keeps memory after it has used the processor for some time. */
const busy = `
  globalThis.kept = Buffer.alloc(${64 * mebibyte}, 1);
  while (process.cpuUsage().user < 300_000);
  process.stdout.write('ready');
  setInterval(() => undefined, 60_000);
`;

/** Starts a program that has a busy child. Resolves to its pid when the child has been busy. */
async function startParent(context: TestContext): Promise<number> {
  const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(busy)}], { stdio: ['ignore', 'inherit', 'ignore'] })`;
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const child = spawn(process.execPath, ['-e', parent], { stdio: [...stdio], detached: true });
  const { pid, stdout } = child;
  assert.ok(pid !== undefined && stdout !== null);
  afterTest(context, () => void process.kill(-pid, 'SIGKILL'));
  await once(stdout, 'data');
  return pid;
}

test('what a program and its children use is read', posix, async (context) => {
  const pid = await startParent(context);
  const uses = [...(await readProcessUses([pid])).values()];
  assert.equal(uses.length, 2);
  const memory = uses.reduce((sum, use) => sum + use.memory, 0);
  assert.ok(memory > 64 * mebibyte && memory < 1024 * mebibyte, `${memory} bytes`);
  const time = uses.reduce((sum, use) => sum + use.processorTime, 0);
  assert.ok(time >= 250 && time < 60_000, `${time} ms`);
});

test('nothing is told of programs that have ended', async () => {
  assert.equal((await readProcessUses([])).size, 0);
  // No system has so many.
  assert.equal((await readProcessUses([2 ** 30])).size, 0);
});

test('what programs use is read from ps', posix, async (context) => {
  const pid = await startParent(context);
  const table = await listProcesses();
  const members = table.group(pid);
  const gone = { pid: 2 ** 22 - 1, parent: 1, group: 1, started: '' };
  const uses = [...(await readFromPs([...members, gone])).values()];
  assert.equal(uses.length, 2);
  assert.ok(uses.some(({ memory }) => memory > 64 * mebibyte));
  assert.equal((await readFromPs([])).size, 0);
});

test('processor times of ps are parsed', () => {
  assert.equal(parseProcessorTime('0:01.50'), 1_500);
  assert.equal(parseProcessorTime('00:02:03'), 123_000);
  assert.equal(parseProcessorTime('1-01:00:00'), 90_000_000);
});
