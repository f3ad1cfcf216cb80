import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ownEnvironment, type RunningProgram, runCommand } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

async function failureOf(program: RunningProgram): Promise<string> {
  await program.over();
  assert.deepEqual(program.events, ['failed']);
  return program.error?.code ?? '';
}

type Start = (folder: string, context: TestContext) => RunningProgram;

const failures: Readonly<Record<string, readonly [what: string, start: Start, names: RegExp]>> = {
  WorkingDirectoryNotFound: [
    'a working directory that is missing',
    (folder, context) =>
      runCommand(context, 'sh', ['-c', ''], { workingDirectory: join(folder, 'missing') }),
    /no folder .*missing.*working_directory/,
  ],
  ProgramNotFound: [
    'a script that is missing',
    (folder, context) =>
      runCommand(context, 'sh', ['missing.sh'], { script: join(folder, 'missing.sh') }),
    /no program .*missing\.sh.*Build it/,
  ],
  RuntimeNotFound: [
    'a runtime that is missing',
    (_, context) => runCommand(context, 'no-such-runtime', []),
    /no-such-runtime is not installed or not in PATH/,
  ],
  RuntimeNotExecutable: [
    'a runtime that may not be executed',
    (folder, context) => runCommand(context, join(folder, 'plain'), []),
    /plain may not be executed/,
  ],
  EnvironmentTooLarge: [
    'an environment that is too large',
    (_, context) => {
      const environment = { ...ownEnvironment, SECRET: 'hush'.repeat(1_000_000) };
      return runCommand(context, 'sh', ['-c', ''], { environment });
    },
    /larger than the operating system allows/,
  ],
  ProgramNotStarted: [
    'a variable that no program can have',
    (_, context) => {
      const environment = { ...ownEnvironment, SECRET: 'hush\0' };
      return runCommand(context, 'sh', ['-c', ''], { environment });
    },
    /sh could not be started/,
  ],
};

for (const [code, [what, start, names]] of Object.entries(failures)) {
  test(`${what} is the failure ${code}, which tells no secret`, async (context) => {
    const folder = await temporaryFolder(context);
    await writeFile(join(folder, 'plain'), '');
    const program = start(folder, context);
    assert.equal(await failureOf(program), code);
    assert.match(program.error?.message ?? '', names);
    assert.doesNotMatch(program.error?.message ?? '', /hush/);
  });
}

test('a file is no folder to run in', async (context) => {
  const file = join(await temporaryFolder(context), 'file');
  await writeFile(file, '');
  const program = runCommand(context, 'sh', ['-c', ''], { workingDirectory: file });
  assert.equal(await failureOf(program), 'WorkingDirectoryNotFound');
});

test('a runtime is looked up in the PATH that the program gets', async (context) => {
  const folder = await temporaryFolder(context);
  const runtime = join(folder, 'my-runtime');
  await writeFile(runtime, '#!/bin/sh\necho found "$1"\n');
  await chmod(runtime, 0o700);
  const environment = { PATH: `${folder}:/bin:/usr/bin` };
  const program = runCommand(context, 'my-runtime', ['me'], { environment });
  await program.over();
  assert.equal(program.stdout, 'found me\n');
});
