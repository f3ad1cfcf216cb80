// Languages that may not be installed, with commands that imitate their tools and print their
// arguments.

import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Info } from '../../../tools/controller/infoAnswer.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const posix = { skip: process.platform === 'win32', timeout: 240_000 };

async function folderWith(context: TestContext, ...commands: string[]): Promise<string> {
  const folder = await temporaryFolder(context);
  await symlink(process.execPath, join(folder, 'node'));
  for (const command of commands) await addCommand(folder, command);
  return folder;
}

async function addCommand(folder: string, command: string): Promise<void> {
  const says = `#!/bin/sh\necho "${command} $*"\necho "for $SHOP" >&2\nexit 5\n`;
  await writeFile(join(folder, command), says, { mode: 0o755 });
}

async function startWith(context: TestContext, folder: string) {
  // None of this machine's tools.
  const environment = { PATH: folder };
  const cli = await startCli(context, ['serve', '--json'], { environment });
  return { cli, controller: await cli.controller() };
}

test('a language is listed while its tool is in PATH', posix, async (context) => {
  const folder = await folderWith(context, 'go');
  const { controller } = await startWith(context, folder);
  const lists = async (type: string): Promise<boolean> => {
    const { text } = await controller.request('GET', '/info');
    const { supported_launch_configurations: types } = JSON.parse(text) as Info;
    return types?.includes(type) ?? false;
  };
  assert.deepEqual(
    [await lists('go'), await lists('bun'), await lists('java'), await lists('maui')],
    [true, false, false, false],
  );
  await addCommand(folder, 'bun');
  await until('Bun is listed', () => lists('bun'));
  await rm(join(folder, 'go'));
  await until('Go is not listed any more', async () => !(await lists('go')));
  controller.assertClean();
});

test('programs in other languages are run by their tools', posix, async (context) => {
  const { cli, controller } = await startWith(
    context,
    await folderWith(context, 'go', 'bun', 'cargo', 'func'),
  );
  const inFolder = (...names: string[]): string => join(cli.folder, ...names);
  await mkdir(inFolder('api'));
  await writeFile(inFolder('api', 'main.ts'), '');
  await writeFile(inFolder('api', 'Mail.csproj'), '');
  const api = inFolder('api');
  const cases = [
    [
      { type: 'go', program: api, build_flags: '-race -exec=env' },
      `go run -race -exec=env ${api} a b`,
    ],
    [{ type: 'bun', script_path: join(api, 'main.ts') }, `bun ${join(api, 'main.ts')} a b`],
    [
      { type: 'rust', working_directory: api, cargo: { args: ['build', '--bin', 'api'] } },
      'cargo run --quiet --bin api -- a b',
    ],
    [{ type: 'azure-functions', project_path: join(api, 'Mail.csproj') }, 'func host start a b'],
  ] as const;
  for (const [launch, words] of cases) {
    const session = await controller.runSession({
      launch_configurations: [{ ...launch, mode: 'NoDebug' }],
      args: ['a', 'b'],
      env: [{ name: 'SHOP', value: 'books' }],
    });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 5 });
    assert.equal(session.stdout, `${words}\n`);
    assert.equal(session.stderr, 'for books\n');
  }
  controller.assertClean();
});
