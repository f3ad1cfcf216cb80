// Hot reload without an editor, with the real .NET SDK.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

/** How long a build, or the first change, may take, in milliseconds. */
const limit = 300_000;

const source = `while (true)
{
    System.Console.WriteLine(Words.Next());
    System.Threading.Thread.Sleep(100);
}

static class Words
{
    public static string Next() => "one";
}
`;

test('a headless host applies saved changes if it is asked to', async (context) => {
  const fixture = await DotnetFixture.of(context);
  await fixture.project(
    'Loop/Loop.csproj',
    '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>',
  );
  const path = await fixture.write('Loop/Program.cs', source);
  const { environment, folder } = fixture;
  const args = ['serve', '--json', '--hot-reload', '--workspace', folder];
  const cli = await startCli(context, args, { environment });
  const controller = await cli.controller();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'project', project_path: 'Loop/Loop.csproj', mode: 'Debug' }],
  });
  await session.waitFor(({ stdout }) => stdout.includes('one\n'), limit, 'its first output');
  const isTold = (text: RegExp) => session.messages.some(({ message }) => text.test(message));
  await session.waitFor(() => isTold(/Hot reload is ready/), limit, 'hot reload');
  await writeFile(path, source.replace('"one"', '"two"'));
  await session.waitFor(({ stdout }) => stdout.includes('two\n'), limit, 'the change');
  await session.waitFor(() => isTold(/Changes applied in/), limit, 'what came of it');
  await writeFile(path, source.replace('"one"', '"two" +'));
  await session.waitFor(() => isTold(/Program\.cs:9: .*CS1525/), limit, 'the error');
  assert.equal(session.starts, 1);
  await controller.stopSession(session.id);
  await session.terminatedWithin();
  assert.equal((await cli.end()).code, 0);
});
