// Launch profiles without an editor, compared with `dotnet run`.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import type { Session } from '../../../tools/controller/session.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { inherited, type ProfileCase, probed, profileCases, type Ran } from './profileCases.ts';

const limit = { timeout: 240_000 };
/** How long all cases may take, in milliseconds. */
const casesLimit = 120_000;

/** Prints how it was run, a line for each item. */
const probe = `Console.WriteLine("folder|" + Environment.CurrentDirectory);
foreach (var arg in args) Console.WriteLine("arg|" + arg);
foreach (var name in "${probed.join(' ')}".Split(' '))
  if (Environment.GetEnvironmentVariable(name) is { } value) Console.WriteLine(name + "|" + value);
`;

let fixture: DotnetFixture;

before(async () => {
  fixture = await DotnetFixture.make();
  const properties =
    '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings><MyOwn>value</MyOwn>';
  await makeProject('Probe', properties);
  await makeProject('Hostless', `${properties}<UseAppHost>false</UseAppHost>`);
  Object.assign(fixture.environment, inherited);
}, limit);

after(() => fixture.remove());

async function makeProject(name: string, properties: string): Promise<void> {
  await fixture.project(`${name}/${name}.csproj`, `<PropertyGroup>${properties}</PropertyGroup>`);
  await fixture.write(`${name}/Program.cs`, probe);
  await fixture.write(`${name}/sub/.keep`, '');
  const settings = `// Ours.\n${settingsOf(profileCases)}`;
  await fixture.write(`${name}/Properties/launchSettings.json`, settings);
  await fixture.run('build', fixture.path(name));
}

/** Invalid entries that must not affect the profiles beside them. */
const oddNeighbours = { '//': 'text', old: null, list: [], untyped: { commandName: 5 } };

function settingsOf(cases: readonly ProfileCase[]): string {
  const profiles = cases.flatMap(({ name, settings }) => (settings ? [[name, settings]] : []));
  return JSON.stringify({ profiles: { ...oddNeighbours, ...Object.fromEntries(profiles) } });
}

/** The program's own output, without the rest. */
function toldIn(output: string, project: string): Ran {
  const args: string[] = [];
  const variables: Record<string, string> = {};
  let folder: string | undefined;
  for (const line of output.split(/\r?\n/)) {
    const [, name = '', value = ''] = /^(\w+)\|(.*)$/.exec(line) ?? [];
    if (name === 'folder') folder = relative(project, value);
    else if (name === 'arg') args.push(value);
    else if (name !== '') variables[name] = value;
  }
  assert.ok(folder !== undefined, `The program did not run: ${output}`);
  return { args, folder, variables };
}

/** The folder of a case's project. */
function folderOf({ project = 'Probe' }: ProfileCase): string {
  return fixture.path(project);
}

async function byDotnetRun(one: ProfileCase): Promise<Ran> {
  const { args, asked, env = {}, name } = one;
  const cwd = folderOf(one);
  const options = [
    '--no-build',
    '--launch-profile',
    asked ?? name,
    ...Object.entries(env).flatMap((variable) => ['-e', variable.join('=')]),
    ...(args === undefined ? [] : ['--', ...args]),
  ];
  const run = promisify(execFile)('dotnet', ['run', ...options], { cwd, env: fixture.environment });
  return toldIn((await run).stdout, cwd);
}

test(
  "a project's profiles have the same effect as with dotnet run, except for deliberate differences",
  limit,
  async (context) => {
    const { environment, folder } = fixture;
    const cli = await startCli(context, ['serve', '--json', '--workspace', folder], {
      environment,
    });
    const controller = await cli.controller();
    const sessions = await Promise.all(
      profileCases.map(({ args, asked, env = {}, name, project = 'Probe' }) =>
        controller.runSession({
          launch_configurations: [
            {
              type: 'project',
              mode: 'NoDebug',
              project_path: project,
              launch_profile: asked ?? name,
            },
          ],
          env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
          ...(args && { args: [...args] }),
        }),
      ),
    );
    for (const [index, one] of profileCases.entries()) {
      await context.test(one.title, async () => {
        const session = sessions[index] as Session;
        assert.deepEqual(await session.terminatedWithin(casesLimit), { exitCode: 0 });
        const expected = { args: [], folder: '', variables: inherited, ...one.expected };
        assert.deepEqual(toldIn(session.stdout, folderOf(one)), expected);
        assert.deepEqual(await byDotnetRun(one), { ...expected, ...one.byDotnetRun });
      });
    }
    controller.assertClean();
    assert.equal((await cli.end()).code, 0);
  },
);
