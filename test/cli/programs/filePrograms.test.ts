// File-based programs, projects of several frameworks, and libraries, without an editor.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, type TestContext, test } from 'node:test';
import type { Session } from '../../../tools/controller/session.ts';
import type { LaunchConfiguration } from '../../../tools/controller/runRequest.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { toldBesideBuilds } from '../../../tools/fixtures/messages.ts';

const limit = { timeout: 600_000 };
/** How long a build and the program's start may take, in milliseconds. */
const buildLimit = 300_000;

const hello = `Console.WriteLine(Environment.ProcessId);
Console.WriteLine(Environment.CurrentDirectory);
Console.WriteLine(string.Join("|", args));
Console.WriteLine(Environment.GetEnvironmentVariable("GREETING"));
Console.Error.WriteLine(Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE"));
return 7;
`;

const profiles = {
  https: {
    commandName: 'Project',
    commandLineArgs: 'of "the profile"',
    environmentVariables: { GREETING: 'hello' },
  },
};

let fixture: DotnetFixture;

before(async () => {
  fixture = await DotnetFixture.withFilePrograms();
  await fixture.fileProgram('tools/hello.cs', hello);
  await fixture.write('tools/hello.run.json', JSON.stringify({ profiles }));
});

after(() => fixture.remove());

/** A session of its own host, both of which have ended. */
async function ranToEnd(
  context: TestContext,
  project_path: string,
  more: Partial<LaunchConfiguration> = {},
  args?: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Session> {
  const environment = { ...fixture.environment, ...variables };
  const options = ['serve', '--json', '--workspace', fixture.folder];
  const cli = await startCli(context, options, { environment });
  const controller = await cli.controller();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'project', mode: 'NoDebug', project_path, ...more }],
    ...(args && { args: [...args] }),
  });
  await session.terminatedWithin(buildLimit);
  controller.assertClean();
  assert.equal((await cli.end()).code, 0);
  return session;
}

/** The messages of a level. */
function messages(session: Session, level: 'debug' | 'info' | 'error'): readonly string[] {
  const all = level === 'debug' ? session.messages : toldBesideBuilds(session);
  return all.flatMap((one) => (one.level === level ? [one.message] : []));
}

test('a file-based program has its own process and exit code', limit, async (context) => {
  const session = await ranToEnd(context, 'tools/hello.cs', {}, ['a', 'b c']);
  assert.deepEqual(await session.terminated, { exitCode: 7 });
  const [pid] = session.pids;
  assert.equal(session.stdout, [pid, fixture.path('tools'), 'a|b c', '', ''].join('\n'));
  assert.equal(session.stderr, '\n');
});

test(
  'a file-based program uses the profile beside it as dotnet run does',
  limit,
  async (context) => {
    const session = await ranToEnd(context, 'tools/hello.cs', { launch_profile: 'HTTPS' });
    assert.deepEqual(await session.terminated, { exitCode: 7 });
    const told = (output: string): readonly string[] => output.split('\n').slice(-4);
    assert.deepEqual(told(session.stdout), [fixture.path('tools'), 'of|the profile', 'hello', '']);
    assert.equal(session.stderr, 'https\n');
    const run = spawnSync('dotnet', ['run', '--no-build', '-lp', 'HTTPS', 'hello.cs'], {
      cwd: fixture.path('tools'),
      env: fixture.environment,
      encoding: 'utf8',
    });
    assert.deepEqual([run.status, told(run.stdout)], [7, told(session.stdout)]);
  },
);

test(
  'a program uses the profile named after its controller, if there is one',
  limit,
  async (context) => {
    const base = { DOTNET_LAUNCH_PROFILE: 'https' };
    const session = await ranToEnd(context, 'tools/hello.cs', {}, undefined, base);
    assert.match(session.stdout, /of\|the profile\nhello\n$/);
    const more = { disable_launch_profile: true };
    const disabled = await ranToEnd(context, 'tools/hello.cs', more, undefined, base);
    assert.match(disabled.stdout, /tools\n\n\n$/);
  },
);

test(
  'reports a missing launch profile and runs the program without one',
  limit,
  async (context) => {
    const session = await ranToEnd(context, 'tools/hello.cs', { launch_profile: 'http' });
    assert.deepEqual(await session.terminated, { exitCode: 7 });
    assert.deepEqual(messages(session, 'info'), [
      "hello runs without a launch profile: it has no profile named 'http'.",
    ]);
  },
);

test('compiler errors are reported to the session', limit, async (context) => {
  await fixture.fileProgram('broken.cs', 'return missing;');
  const session = await ranToEnd(context, 'broken.cs');
  assert.deepEqual(await session.terminated, { exitCode: 1 });
  assert.equal(session.starts, 0);
  const [message = ''] = messages(session, 'error');
  assert.match(message, /^broken\.cs could not be built.*\nbroken\.cs\(2,8\): CS0103 /);
});

test('a project of several frameworks says which one it is built for', limit, async (context) => {
  const group = '<OutputType>Exe</OutputType><UseAppHost>false</UseAppHost>';
  const frameworks = '<TargetFrameworks>net9.0;net10.0</TargetFrameworks>';
  const more = `<PropertyGroup>${group}</PropertyGroup>`;
  await fixture.project('Several/Several.csproj', more, frameworks);
  const program = 'System.Console.WriteLine(System.AppContext.BaseDirectory);';
  await fixture.write('Several/Program.cs', program);
  const session = await ranToEnd(context, 'Several');
  assert.deepEqual(await session.terminated, { exitCode: 0 }, messages(session, 'error').join());
  assert.match(session.stdout, /[\\/]net10\.0[\\/]\n$/);
  const notes = messages(session, 'debug').join('\n');
  assert.match(notes, /^Building Several for net10\.0\.$/m);
});

test(
  'a library runs with a profile of another program, and not without',
  limit,
  async (context) => {
    await fixture.project('Library/Library.csproj');
    await fixture.write('Library/Nothing.cs', 'public class Nothing;');
    const tool = {
      commandName: 'Executable',
      executablePath: 'dotnet',
      commandLineArgs: 'exec "$(TargetPath)"',
    };
    const settings = JSON.stringify({ profiles: { tool } });
    await fixture.write('Library/Properties/launchSettings.json', settings);
    const session = await ranToEnd(context, 'Library', { launch_profile: 'tool' });
    assert.equal(session.starts, 1, messages(session, 'error').join());
    assert.match(session.stderr, /Library/);
    const refused = await ranToEnd(context, 'Library', { disable_launch_profile: true });
    assert.match(messages(refused, 'error').join(), /^Library is a library/);
  },
);
