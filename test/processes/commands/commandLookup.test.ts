import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { lookUpCommand } from '../../../src/processes/commands/commandLookup.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** A folder with an executable file, a plain file and a folder. */
async function binaries(context: TestContext): Promise<string> {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'tool'), '', { mode: 0o755 });
  await writeFile(join(folder, 'plain'), '', { mode: 0o644 });
  await mkdir(join(folder, 'inner'));
  return folder;
}

const results = { tool: 'executable', plain: 'denied', inner: 'folder', absent: 'missing' };

test("finds commands in the program's PATH", async (context) => {
  const folder = await binaries(context);
  const environment = { PATH: [join(folder, 'missing'), folder].join(delimiter) };
  for (const [command, expected] of Object.entries(results)) {
    const program = { command, environment, workingDirectory: '/' };
    assert.equal(await lookUpCommand(program), expected, command);
  }
});

test('continues with the next folder after a file that is not executable', async (context) => {
  const [first, second] = [await temporaryFolder(context), await binaries(context)];
  await writeFile(join(first, 'tool'), '', { mode: 0o644 });
  const environment = { PATH: [first, second].join(delimiter) };
  const program = { command: 'tool', environment, workingDirectory: '/' };
  assert.equal(await lookUpCommand(program), 'executable');
});

test('resolves paths and relative folders in PATH against the working directory', async (context) => {
  const workingDirectory = await binaries(context);
  for (const [command, environment] of [
    ['./tool', {}],
    [join(workingDirectory, 'tool'), {}],
    ['tool', { PATH: '.' }],
    ['tool', { PATH: '' }],
  ] as const) {
    const program = { command, environment, workingDirectory };
    assert.equal(await lookUpCommand(program), 'executable', command);
  }
  const program = { command: './absent', environment: {}, workingDirectory };
  assert.equal(await lookUpCommand(program), 'missing');
});

test('leaves a command without a PATH to the operating system', async () => {
  const program = { command: 'tool', environment: {}, workingDirectory: '/' };
  assert.equal(await lookUpCommand(program), 'executable');
});
