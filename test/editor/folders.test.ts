// Two folders in one window, each with an App of its own, in a real VS Code.

import { test } from 'node:test';
import { DotnetRoom } from '../support/dotnet.ts';
import { builtSuite, networkSettings, packagedExtension } from './built.ts';
import { emptyExtension } from './harness/codeServer.ts';
import { runSuiteTests } from './suiteTests.ts';

const limit = 400_000;
const names = ['shop', 'bank'];

/** Makes the folders and the file that opens both. */
async function makeWorkspace(room: DotnetRoom): Promise<string> {
  for (const name of names) await makeFolder(room, name);
  const folders = names.map((path) => ({ path }));
  return room.write('both.code-workspace', JSON.stringify({ folders }));
}

async function makeFolder(room: DotnetRoom, name: string): Promise<void> {
  const properties = '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>';
  await room.project(`${name}/App/App.csproj`, `<PropertyGroup>${properties}</PropertyGroup>`);
  await room.write(
    `${name}/App/Program.cs`,
    `Console.WriteLine("program of ${name}, greeted by " + Environment.GetEnvironmentVariable("GREETING"));\n`,
  );
  await room.write(`${name}/who.js`, `console.log('script of ${name}');\n`);
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
  await room.write(`${name}/.vscode/launch.json`, JSON.stringify({ configurations }));
  await room.write(`${name}/.vscode/settings.json`, JSON.stringify(settings));
}

test('a workspace of several folders', { timeout: limit }, async (context) => {
  const room = await DotnetRoom.of(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension],
    workspace: await makeWorkspace(room),
    settings: networkSettings,
    suite: builtSuite('folders'),
    environment: { PATH: room.environment['PATH'] ?? process.env['PATH'] },
    timeoutMilliseconds: limit - 30_000,
  });
});
