// The tests' editor: its reports, and that it leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { type OutputLine, runSuite, startEditor } from '../../../tools/editor/editor.ts';
import { findMarked } from '../../../tools/editor/leftovers.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const selfCheck = (name: string) =>
  join(import.meta.dirname, '../../../tools/editor/selfCheck', name);

function assertNothingLeft(folder: string): void {
  assert.equal(existsSync(folder), false, `${folder} is left`);
  assert.deepEqual(findMarked(folder), []);
}

test('A suite that passes is reported as 0, with what it wrote to its console', async () => {
  const lines: string[] = [];
  const onOutput = ({ text }: OutputLine) => lines.push(text);
  assert.equal(await runSuite({ suite: selfCheck('passing.cjs'), onOutput }), 0);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^VS Code \d+\.\d+\.\d+, extension host on Node v\d+\.\d+\.\d+$/);
});

test('A suite that fails is reported as 1, with its error', async () => {
  const lines: OutputLine[] = [];
  const onOutput = (line: OutputLine) => lines.push(line);
  assert.equal(await runSuite({ suite: selfCheck('failing.cjs'), onOutput }), 1);
  assert.ok(
    lines.some(({ type, text }) => type === 'error' && text.includes('failing on purpose')),
  );
});

test('A page can be clicked, photographed and reloaded, and a suite that then does not end is reported with its last output, and what it started is killed', async () => {
  const clock = new ManualClock();
  const output = new EventEmitter();
  const waiting = () => once(output, 'line');
  let started = waiting();
  const editor = await startEditor({
    suite: selfCheck('endless.cjs'),
    timeoutMilliseconds: 30_000,
    clock,
    onOutput: () => output.emit('line'),
  });
  await started;
  await editor.page
    .getByRole('tab', { name: /^Search/ })
    .first()
    .click();
  assert.ok((await editor.page.screenshot()).length > 0);
  started = waiting();
  await editor.page.reload();
  await started;

  clock.advance(30_000);
  await assert.rejects(editor.suiteResult, /did not end within 30 s\.\n.*\n {2}waiting on purpose/);
  const killed = await editor.close();
  assert.equal(killed.length, 2);
  for (const { commandLine } of killed) assert.match(commandLine, /setInterval/);
  assertNothingLeft(editor.folder);
});

test('A test that is killed leaves neither processes nor files behind', async () => {
  const dying = spawn(process.execPath, [selfCheck('dying.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(dying.stdout, 'data')) as [Buffer];
  const folder = output.toString().trim();
  assert.notDeepEqual(findMarked(folder), []);
  dying.kill('SIGKILL');
  const deadline = Date.now() + 120_000;
  while (existsSync(folder) && Date.now() < deadline) await sleep(100);
  assertNothingLeft(folder);
});

test('An editor without a suite serves its page until it is closed', async () => {
  const editor = await startEditor();
  await editor.page
    .getByRole('tab', { name: /^Explorer/ })
    .first()
    .waitFor();
  await assert.rejects(editor.suiteResult, /without a suite/);
  assert.deepEqual(await editor.close(), []);
  assertNothingLeft(editor.folder);
});
