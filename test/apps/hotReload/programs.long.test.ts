// Hot reload of file-based programs, with the real .NET SDK.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { LaunchedProgram } from './launchedProgram.ts';

const loop = `while (true)
{
    System.Console.WriteLine(Words.Next());
    System.Threading.Thread.Sleep(100);
}

static class Words
{
    public static string Next() => "one";
}
`;

test('a file-based program runs saved changes, but not those of its directives', async (context) => {
  const fixture = await DotnetFixture.withFilePrograms();
  afterTest(context, () => fixture.remove());
  const path = await fixture.fileProgram('loop.cs', loop);
  const program = new LaunchedProgram(fixture, path);
  afterTest(context, () => program.stop());
  await program.until('it prints', () => program.stdout.includes('one\n'));
  await program.told('ready');
  const property = '#:property PublishAot=false\n';

  await writeFile(path, property + loop.replace('"one"', '"two"'));
  await program.told('applied');
  await program.until('it prints the change', () => program.stdout.includes('two\n'));
  await program.until('it is up to date', () => program.outOfDate === undefined);

  let before = program.statuses.length;
  await writeFile(path, property.repeat(2) + loop);
  const { diagnostics } = await program.told('restart', before);
  assert.match(diagnostics[0]?.message ?? '', /#:/);

  before = program.statuses.length;
  await writeFile(path, property + loop.replace('"one"', '"three"'));
  await program.told('applied', before);
  await program.until('it prints the last change', () => program.stdout.includes('three\n'));
  assert.equal(program.pids.length, 1);
});

test('a file-based program that may be native says what lets it take changes', async (context) => {
  const fixture = await DotnetFixture.withFilePrograms();
  afterTest(context, () => fixture.remove());
  const path = await fixture.write('loop.cs', loop);
  const program = new LaunchedProgram(fixture, path);
  afterTest(context, () => program.stop());
  await program.until('it prints', () => program.stdout.includes('one\n'));
  await writeFile(path, loop.replace('"one"', '"two"'));
  const { reason } = await program.told('unavailable');
  assert.match(reason, /#:property PublishAot=false/);
});
