import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { OutputPipes } from '../../../src/processes/program/outputPipes.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('the output of several programs is read from the pipes, separately for each stream', async (context) => {
  const written = { stdout: '', stderr: '' };
  const pipes = await OutputPipes.open(noWatchdog, (stream, chunk) => {
    written[stream] += Buffer.from(chunk).toString();
    return Promise.resolve();
  });
  assert.ok(pipes);
  afterTest(context, () => pipes.close());
  const [input, stdout, stderr] = pipes.stdio;
  const script = `cat < ${input}; echo out > ${stdout}; echo err > ${stderr}`;
  await promisify(execFile)('sh', ['-c', script]);
  await promisify(execFile)('sh', ['-c', script]);
  await until('the output', () => written.stdout.length + written.stderr.length === 16);
  assert.deepEqual(written, { stdout: 'out\nout\n', stderr: 'err\nerr\n' });
});

test('closed output pipes leave no files', async () => {
  const pipes = await OutputPipes.open(noWatchdog, () => undefined);
  assert.ok(pipes);
  await pipes.close();
  await assert.rejects(stat(pipes.stdio[1]), { code: 'ENOENT' });
});
