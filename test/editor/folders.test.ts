// Two folders in one window, each with its own App, in a real VS Code.

import { test } from 'node:test';
import { DotnetFixture } from '../../tools/fixtures/dotnet/dotnetFixture.ts';
import { builtSuite, networkSettings, packagedExtension } from '../../tools/editor/built.ts';
import { emptyExtension } from '../../tools/editor/codeServer.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';

const limit = 1_000_000;
const names = ['shop', 'bank'];

/** Creates the folders and the workspace file with both. */
async function makeWorkspace(fixture: DotnetFixture): Promise<string> {
  for (const name of names) await makeFolder(fixture, name);
  const folders = names.map((path) => ({ path }));
  return fixture.write('both.code-workspace', JSON.stringify({ folders }));
}

async function makeFolder(fixture: DotnetFixture, name: string): Promise<void> {
  const properties = '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>';
  await fixture.project(`${name}/App/App.csproj`, `<PropertyGroup>${properties}</PropertyGroup>`);
  await fixture.write(
    `${name}/App/Program.cs`,
    `Console.WriteLine("program of ${name}, greeted by " + Environment.GetEnvironmentVariable("GREETING"));\n`,
  );
  await fixture.write(`${name}/who.js`, `console.log('script of ${name}');\n`);
  const launch = { type: 'ide-session', request: 'launch' };
  const configurations = [
    { ...launch, name: `project of ${name}`, project: 'App/App.csproj' },
    { ...launch, name: `controller project of ${name}`, controller: 'App/App.csproj' },
    {
      ...launch,
      name: `command of ${name}`,
      controller: ['node', '-e', 'console.log("in " + process.cwd())'],
    },
  ];
  const settings = {
    'ideSessionHost.debugConfigurations': { project: { env: { GREETING: name } } },
    'ideSessionHost.runMode': name === 'shop' ? 'Debug' : 'NoDebug',
    'ideSessionHost.skipUpToDateBuilds': name === 'shop',
  };
  await fixture.write(`${name}/.vscode/launch.json`, JSON.stringify({ configurations }));
  await fixture.write(`${name}/.vscode/settings.json`, JSON.stringify(settings));
}

test('a workspace of several folders', { timeout: limit }, async (context) => {
  const fixture = await DotnetFixture.of(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension],
    workspace: await makeWorkspace(fixture),
    settings: networkSettings,
    suite: builtSuite('folders'),
    environment: { PATH: fixture.environment['PATH'] ?? process.env['PATH'] },
    timeoutMilliseconds: limit - 30_000,
  });
});
