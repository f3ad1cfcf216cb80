import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  ownEnvironment,
  type RunningProgram,
  runCommand,
} from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

async function failureOf(program: RunningProgram): Promise<string> {
  await program.over();
  assert.deepEqual(program.events, ['failed']);
  return program.error?.code ?? '';
}

type Start = (folder: string, context: TestContext) => RunningProgram;

/** Every program has a secret in its environment. */
const secretive = { environment: { ...ownEnvironment, SECRET: 'hush' } };

const failures: Readonly<Record<string, readonly [what: string, start: Start, names: RegExp]>> = {
  WorkingDirectoryNotFound: [
    'a missing working directory',
    (folder, context) =>
      runCommand(context, 'sh', ['-c', ''], {
        ...secretive,
        workingDirectory: join(folder, 'missing'),
      }),
    /Working directory .*missing does not exist.*working_directory/,
  ],
  ProgramNotFound: [
    'a missing script',
    (folder, context) =>
      runCommand(context, 'sh', ['missing.sh'], {
        ...secretive,
        script: join(folder, 'missing.sh'),
      }),
    /Program .*missing\.sh does not exist.*Build it/,
  ],
  RuntimeNotFound: [
    'a missing runtime',
    (_, context) => runCommand(context, 'no-such-runtime', ['hush'], secretive),
    /no-such-runtime is not installed or not in PATH/,
  ],
  RuntimeNotExecutable: [
    'a runtime that is not executable',
    (folder, context) => runCommand(context, join(folder, 'plain'), ['hush'], secretive),
    /permission to execute .*plain/,
  ],
  RuntimeIsFolder: [
    'a folder in place of a runtime',
    (folder, context) => runCommand(context, folder, ['hush'], secretive),
    /is a folder, not a program/,
  ],
  InterpreterNotFound: [
    'a script with a missing interpreter',
    (folder, context) => runCommand(context, join(folder, 'script'), ['hush'], secretive),
    /script could not be started because the interpreter \/no\/such\/interpreter, .* is missing/,
  ],
  EnvironmentTooLarge: [
    'an environment that is too large',
    (_, context) => {
      const tooLarge = { ...ownEnvironment, SECRET: 'hush'.repeat(1_000_000) };
      return runCommand(context, 'sh', ['-c', ''], { environment: tooLarge });
    },
    /larger than the operating system allows.* variable SECRET \(4000008 bytes\)/,
  ],
  ProgramNotStarted: [
    'an invalid variable',
    (_, context) => {
      const impossible = { ...ownEnvironment, SECRET: 'hush\0' };
      return runCommand(context, 'sh', ['-c', ''], { environment: impossible });
    },
    /sh failed with ERR_INVALID_ARG_VALUE/,
  ],
};

test('an argument that is too long is named by its position', async (context) => {
  const program = runCommand(context, 'sh', ['-c', '', 'hush'.repeat(50_000)]);
  assert.equal(await failureOf(program), 'EnvironmentTooLarge');
  assert.match(program.error?.message ?? '', /the argument 3 \(200001 bytes\)/);
});

test('the largest variables and arguments are named if the total is too large', async (context) => {
  const many = Array.from({ length: 200 }, (_, index) => [`MANY_${index}`, 'x'.repeat(60_000)]);
  const environment = { ...Object.fromEntries(many), LARGEST: 'hush'.repeat(20_000) };
  const program = runCommand(context, '/bin/sh', ['-c', ''], { environment });
  assert.equal(await failureOf(program), 'EnvironmentTooLarge');
  assert.match(
    program.error?.message ?? '',
    /12\d{6} bytes in all, most of them the variable LARGEST/,
  );
});

for (const [code, [what, start, names]] of Object.entries(failures)) {
  test(`${what} is reported as ${code}, without secrets`, async (context) => {
    const folder = await temporaryFolder(context);
    await writeFile(join(folder, 'plain'), '');
    await writeFile(join(folder, 'script'), '#!/no/such/interpreter -x\n', { mode: 0o700 });
    const program = start(folder, context);
    assert.equal(await failureOf(program), code);
    assert.match(program.error?.message ?? '', names);
    assert.doesNotMatch(program.error?.message ?? '', /hush/);
  });
}

test('a script whose first line ends in CR LF is reported as InterpreterNotFound', async (context) => {
  const script = join(await temporaryFolder(context), 'script');
  await writeFile(script, '#!/bin/sh\r\n', { mode: 0o700 });
  const program = runCommand(context, script, []);
  assert.equal(await failureOf(program), 'InterpreterNotFound');
  assert.match(program.error?.message ?? '', /interpreter \/bin\/sh\\r, which/);
});

test('a file is not a working directory', async (context) => {
  const file = join(await temporaryFolder(context), 'file');
  await writeFile(file, '');
  const program = runCommand(context, 'sh', ['-c', ''], { workingDirectory: file });
  assert.equal(await failureOf(program), 'WorkingDirectoryNotFound');
});

test("a runtime is looked up in the program's PATH", async (context) => {
  const folder = await temporaryFolder(context);
  const runtime = join(folder, 'my-runtime');
  await writeFile(runtime, '#!/bin/sh\necho found "$1"\n');
  await chmod(runtime, 0o700);
  const environment = { PATH: `${folder}:/bin:/usr/bin` };
  const program = runCommand(context, 'my-runtime', ['me'], { environment });
  await program.over();
  assert.equal(program.stdout, 'found me\n');
});
