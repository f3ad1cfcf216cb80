import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { EmptyInputScripts } from '../../../src/processes/program/emptyInput.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

function emptyInputs(context: TestContext): EmptyInputScripts {
  const scripts = new EmptyInputScripts(noWatchdog);
  afterTest(context, () => scripts.remove());
  return scripts;
}

/** Writes a program that prints its arguments and its input. */
async function writeReader(context: TestContext): Promise<string> {
  const program = join(await temporaryFolder(context), "it's a reader");
  await writeFile(program, '#!/bin/sh\nprintf "%s," "$@"; cat; echo .; echo other >&3\n');
  await chmod(program, 0o700);
  return program;
}

/** Runs a program with an open stdin, and returns what it writes to stdout and to descriptor 3. */
async function run(program: string, ...args: string[]): Promise<string> {
  const child: ChildProcess = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stdio[3]]) {
    stream?.on('data', (data: Buffer) => (text += data.toString()));
  }
  await once(child, 'close');
  return text;
}

test('a command has empty input, and keeps its arguments and descriptors', async (context) => {
  const script = await emptyInputs(context).scriptFor(await writeReader(context));
  assert.equal(await run(script, 'one', 'two words'), 'one,two words,.\nother\n');
});

test('a command has one script, which is written again if it was removed', async (context) => {
  const scripts = emptyInputs(context);
  const reader = await writeReader(context);
  const [script, same] = await Promise.all([scripts.scriptFor(reader), scripts.scriptFor(reader)]);
  assert.equal(script, same);
  assert.equal(await scripts.scriptFor(script), script);
  await rm(dirname(script), { recursive: true });
  const another = await scripts.scriptFor(reader);
  assert.equal(await run(another), ',.\nother\n');
});

test('a command without an absolute path is unchanged', async (context) => {
  assert.equal(await emptyInputs(context).scriptFor('dlv'), 'dlv');
});
