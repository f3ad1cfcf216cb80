// Hot reload of programs without a debugger, with the real .NET SDK.

import assert from 'node:assert/strict';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { LaunchedProgram } from './launchedProgram.ts';

/** A program that prints what its method returns, and at first how it was started. */
const loop = `using System.Collections;

Console.WriteLine("args " + string.Join(",", args));
var names = Environment.GetEnvironmentVariables().Keys.Cast<string>();
Console.WriteLine("hooks " + string.Join(",", names.Where(name =>
    name is "DOTNET_STARTUP_HOOKS" or "DOTNET_MODIFIABLE_ASSEMBLIES" || name.Contains("HOT_RELOAD"))));
while (true)
{
    Console.WriteLine(Words.Next());
    Thread.Sleep(100);
}

static class Words
{
    public static string Next() => "one";
}
`;

function launch(
  context: TestContext,
  fixture: DotnetFixture,
  ...args: ConstructorParameters<typeof LaunchedProgram> extends [unknown, ...infer Rest]
    ? Rest
    : never
): LaunchedProgram {
  const program = new LaunchedProgram(fixture, ...args);
  afterTest(context, () => program.stop());
  return program;
}

/** Saves a source as a whole, so that nothing compiles a part of it. */
async function replace(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  assert.ok(text.includes(from));
  const next = join(dirname(dirname(path)), 'next.txt');
  await writeFile(next, text.replace(from, to));
  await rename(next, path);
}

test('a console program runs saved changes, and is told what it cannot run', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const project = await fixture.console('Loop');
  const source = await fixture.write('Loop/Program.cs', loop);
  const program = launch(context, fixture, project, { args: ['a', 'b'] });
  await program.until('it prints', () => program.stdout.includes('one\n'));
  assert.match(program.stdout, /^args a,b\nhooks \n/);
  await program.told('ready');

  await replace(source, '"one"', '"two"');
  await program.told('applied');
  await program.until('it prints the change', () => program.stdout.includes('two\n'));
  await program.until('it is up to date', () => program.outOfDate === undefined);

  let before = program.statuses.length;
  await replace(source, '"two"', '"two" +');
  const { diagnostics } = await program.told('errors', before);
  assert.deepEqual(
    diagnostics.map(({ code, place }) => [code, place?.path, place?.line]),
    [['CS1525', source, 15]],
  );
  assert.ok(program.outOfDate);

  before = program.statuses.length;
  await replace(source, '"two" +', '"three"');
  await program.told('applied', before);
  await program.until('it prints the repair', () => program.stdout.includes('three\n'));

  before = program.statuses.length;
  await replace(source, 'Sleep(100)', 'Sleep(50)');
  await program.told('applied partly', before);

  before = program.statuses.length;
  await replace(source, 'static class Words', 'interface IWords { }\nclass Words : IWords');
  const { diagnostics: rude } = await program.told('restart', before);
  assert.match(rude[0]?.code ?? '', /^ENC/);
  assert.ok(program.outOfDate);

  assert.deepEqual(program.pids.length, 1);
  assert.equal(program.stderr, '');
  assert.equal(await program.stop(), 143);
});

test('a web server answers with saved changes, and with changed files of its root', async (context) => {
  const fixture = await DotnetFixture.of(context);
  await fixture.server('Web');
  const source = fixture.path('Web/Program.cs');
  await replace(source, 'app.Run', 'app.MapGet("/added", Added.Get);\napp.Run');
  const other = await fixture.write(
    'Web/Added.cs',
    'static class Added { public static string Get() => "old"; }',
  );
  const program = launch(context, fixture, fixture.path('Web/Web.csproj'), {
    env: [{ name: 'ASPNETCORE_URLS', value: 'http://127.0.0.1:0' }],
  });
  const address = (): string | undefined => /listening on: (\S+)/.exec(program.stdout)?.[1];
  await program.until('it listens', () => address() !== undefined);
  const answers = async (path: string, text: string): Promise<boolean> =>
    (await (await fetch(`${address()}${path}`)).text()) === text;
  assert.ok(await answers('/', 'Hello World!'));
  assert.ok(await answers('/added', 'old'));
  await program.told('ready');

  // A lambda in the entry point.
  await replace(source, '"Hello World!"', '"Hello again"');
  await program.told('applied');
  assert.ok(await answers('/', 'Hello again'));

  const before = program.statuses.length;
  await replace(other, '"old"', '"new"');
  await program.told('applied', before);
  assert.ok(await answers('/added', 'new'));
  await program.until('it is up to date', () => program.outOfDate === undefined);

  await rm(other);
  await program.until('it is out of date', () => program.outOfDate !== undefined);
  assert.equal(await program.stop(), 0);
});
