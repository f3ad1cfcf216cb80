// Builds of projects as their controller sees them, without an editor.

import assert from 'node:assert/strict';
import { delimiter, join } from 'node:path';
import { chmod } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import type { Session } from '../../../tools/controller/session.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { DotnetFixture, realDotnet } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };
/** How long a build may take, in milliseconds. */
const buildLimit = 300_000;

const executable = '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>';

function projectAt(project_path: string, more: object = {}) {
  const configuration = { type: 'project', mode: 'NoDebug' as const, project_path, ...more };
  return { launch_configurations: [configuration] };
}

const tool = projectAt('Tool');

/** Whether a session has received a message with this text. */
function says(text: string) {
  return ({ messages }: Session) => messages.some(({ message }) => message.includes(text));
}

/** A program that prints its location, in its own fixture. */
async function makeTool(context: TestContext, more = ''): Promise<DotnetFixture> {
  const fixture = await DotnetFixture.of(context);
  await fixture.project('Tool/Tool.csproj', `${executable}${more}`);
  await fixture.write('Tool/Program.cs', 'System.Console.WriteLine("at work");\n');
  return fixture;
}

async function runTool(context: TestContext, { environment, folder }: DotnetFixture) {
  const cli = await startCli(context, ['serve', '--json', '--workspace', folder], { environment });
  const controller = await cli.controller();
  return { cli, controller, session: await controller.runSession(tool) };
}

test(
  "a session that is stopped during its build does not wait for the build's processes",
  limit,
  async (context) => {
    const command = "trap '' TERM; echo waiting; sleep 900";
    const target = `<Target Name="Wait" BeforeTargets="CoreCompile"><Exec Command="${command}" /></Target>`;
    const fixture = await makeTool(context, target);
    const { cli, controller, session } = await runTool(context, fixture);
    await session.waitFor(says('waiting'), buildLimit, 'the build');
    const builders = fixture.processes();
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminated, { exitCode: 1 });
    assert.equal(session.starts, 0);
    const left = fixture.processes().filter((pid) => builders.includes(pid));
    assert.deepEqual(left, process.platform === 'linux' ? [cli.child.pid] : []);
    assert.equal((await cli.end()).code, 0);
  },
);

test('the exit code decides whether a build has succeeded', limit, async (context) => {
  const fixture = await makeTool(context);
  const script = `#!/bin/sh\necho 'error: nothing is wrong' >&2\nexec '${realDotnet()}' "$@"\n`;
  await chmod(await fixture.write(join('loud', 'dotnet'), script), 0o700);
  const path = [fixture.path('loud'), fixture.environment['PATH']].join(delimiter);
  fixture.environment['PATH'] = path;
  const { cli, session } = await runTool(context, fixture);
  assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });
  assert.equal(session.stdout, 'at work\n');
  assert.ok(session.messages.some(({ message }) => message.includes('nothing is wrong')));
  assert.equal((await cli.end()).code, 0);
});

test('a program is built again only after a change', limit, async (context) => {
  const fixture = await makeTool(context);
  const calls = await fixture.countCalls();
  const { cli, controller, session } = await runTool(context, fixture);
  assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });

  const callsBefore = (await calls()).length;
  const again = await controller.runSession(tool);
  assert.deepEqual(await again.terminatedWithin(buildLimit), { exitCode: 0 });
  assert.equal(again.stdout, 'at work\n');
  assert.equal((await calls()).length, callsBefore);
  const levels = again.messages
    .filter(({ message }) => message === 'Tool is up to date.')
    .map(({ level }) => level);
  assert.deepEqual(levels, ['debug']);

  await fixture.write('Tool/Program.cs', 'System.Console.WriteLine("changed");\n');
  const changed = await controller.runSession(tool);
  assert.deepEqual(await changed.terminatedWithin(buildLimit), { exitCode: 0 });
  assert.equal(changed.stdout, 'changed\n');
  assert.equal((await cli.end()).code, 0);
});

test('programs requested during a build share one run of dotnet', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  await fixture.waitingProject('First');
  const names = ['One', 'Two', 'Three'];
  for (const name of names) {
    await fixture.project(`${name}/${name}.csproj`, executable);
    await fixture.write(`${name}/Program.cs`, `System.Console.WriteLine("${name}");\n`);
  }
  const calls = await fixture.countCalls();
  const cli = await startCli(context, ['serve', '--json', '--workspace', fixture.folder], fixture);
  const controller = await cli.controller();
  const first = await controller.runSession(projectAt('First'));
  await first.waitFor(says('waiting First'), buildLimit, 'the build');
  const release = { build_configuration: 'Release' };
  const sessions = await Promise.all(
    names.map((name) => controller.runSession(projectAt(name, release))),
  );
  for (const [index, session] of sessions.entries()) {
    const words = `${names[index]} is waiting for the running build.`;
    await session.waitFor(says(words), buildLimit, words);
  }
  await first.waitFor(says('Building First…'), buildLimit, 'what it is doing');
  await fixture.write('go', '');
  await first.waitFor(says('Build succeeded after'), buildLimit, 'how long it took');
  for (const [index, session] of sessions.entries()) {
    assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });
    assert.equal(session.stdout, `${names[index]}\n`);
  }
  const callsForThem = (await calls()).filter((call) => !call.includes('First.csproj'));
  assert.equal(callsForThem.length, 1);
  assert.equal((await cli.end()).code, 0);
});

test(
  'a project is evaluated, built and run in the requested configuration',
  limit,
  async (context) => {
    const fixture = await makeTool(context);
    await fixture.write(
      'Tool/Program.cs',
      `#if DEBUG
System.Console.WriteLine("debug");
#else
System.Console.WriteLine("optimized");
#endif
System.Console.WriteLine(System.AppContext.BaseDirectory);
`,
    );
    const calls = await fixture.countCalls();
    const cli = await startCli(
      context,
      ['serve', '--json', '--workspace', fixture.folder],
      fixture,
    );
    const controller = await cli.controller();
    const run = async (build_configuration: string | undefined): Promise<string> => {
      const session = await controller.runSession(projectAt('Tool', { build_configuration }));
      assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });
      return session.stdout;
    };
    const outputOf = (word: string, configuration: string): string =>
      `${word}\n${fixture.path('Tool', 'bin', configuration, 'net10.0')}/\n`;
    assert.equal(await run('Release'), outputOf('optimized', 'Release'));
    assert.equal(await run(undefined), outputOf('debug', 'Debug'));
    const before = (await calls()).length;
    assert.equal(await run('Release'), outputOf('optimized', 'Release'));
    assert.equal((await calls()).length, before, 'both configurations are up to date');
    // A list for MSBuild, and one name for the user.
    const odd = 'Release;OutputType=Library';
    assert.match(await run(odd), /^optimized\n.*Release;OutputType=Library/);
    assert.equal((await cli.end()).code, 0);
  },
);

test(
  'a project that its controller builds is run as built, with its settings',
  limit,
  async (context) => {
    const flavor = `<PropertyGroup>
      <AssemblyName Condition="'$(FLAVOR)' != ''">Tool.$(FLAVOR)</AssemblyName>
    </PropertyGroup>`;
    const fixture = await makeTool(context, flavor);
    const cli = await startCli(
      context,
      ['serve', '--json', '--workspace', fixture.folder],
      fixture,
    );
    const controller = await cli.controller();
    const asked = projectAt('Tool', {
      type: 'project-with-external-build.v1',
      build_configuration: 'Release',
      build_environment: { FLAVOR: 'plain; or not', 'not.a.property': 'x' },
      build_working_directory: fixture.folder,
      suppress_build: true,
    });
    const early = await controller.runSession(asked);
    await early.terminatedWithin(buildLimit);
    assert.equal(early.starts, 0);
    assert.equal(early.messages.at(-1)?.code, 'PrebuiltOutputMissing');
    assert.match(early.messages.at(-1)?.message ?? '', /Tool\.plain; or not\.dll does not exist/);

    await fixture.run('build', 'Tool', '-c', 'Release', '-p:FLAVOR=plain%3B or not');
    await fixture.write('Tool/Program.cs', 'This does not compile.');
    const session = await controller.runSession(asked);
    assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });
    assert.equal(session.stdout, 'at work\n');
    assert.equal((await cli.end()).code, 0);
  },
);

test('MSBuild arguments in a file apply to the run and the build', limit, async (context) => {
  const fixture = await makeTool(context);
  await fixture.write('Directory.Build.rsp', '-p:AssemblyName=Hammer');
  const { cli, session } = await runTool(context, fixture);
  assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });
  assert.equal(session.stdout, 'at work\n');
  // It builds with them, but looks for the program without them.
  const project = fixture.path('Tool', 'Tool.csproj');
  await assert.rejects(
    fixture.run('run', '--project', project),
    /Tool\/bin\/Debug\/net10\.0\/Tool'/,
  );
  assert.equal((await cli.end()).code, 0);
});

test('a framework that is not run may have errors', limit, async (context) => {
  const fixture = await makeTool(context);
  await fixture.project('Tool/Tool.csproj', executable, '');
  await fixture.write(
    'Directory.Build.props',
    '<Project><PropertyGroup><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks></PropertyGroup></Project>',
  );
  await fixture.write(
    'Tool/Program.cs',
    '#if NETSTANDARD\n#error not here\n#endif\nSystem.Console.WriteLine("at work");\n',
  );
  const { cli, session } = await runTool(context, fixture);
  assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });
  assert.equal(session.stdout, 'at work\n');
  assert.equal((await cli.end()).code, 0);
});

test('the evaluation reports errors of a project', limit, async (context) => {
  const fixture = await makeTool(
    context,
    '<PropertyGroup><A>$([System.Int32]::Parse(x))</A></PropertyGroup>',
  );
  const { cli, session } = await runTool(context, fixture);
  await session.terminatedWithin(buildLimit);
  const errors = session.messages.filter(({ level }) => level === 'error');
  assert.equal(errors.length, 1);
  assert.match(
    errors[0]?.message ?? '',
    /Tool\.csproj\(\d+,\d+\): .*cannot be evaluated\..*Correct it/,
  );
  assert.equal((await cli.end()).code, 0);
});
