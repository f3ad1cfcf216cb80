import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { npmNodeOptions } from '../../../src/processes/inspector/npmNodeOptions.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly expected: string | undefined;
}

const cases: readonly Case[] = [
  { title: 'none are set', files: {}, expected: undefined },
  {
    title: "they are the project's",
    files: { 'shop/.npmrc': '# ours\nnode-options=--no-warnings\n', '.npmrc': 'node-options=--x' },
    expected: '--no-warnings',
  },
  {
    title: "they are the user's",
    files: { '.npmrc': 'node-options = "--no-warnings --no-deprecation"\r\n' },
    expected: '--no-warnings --no-deprecation',
  },
  {
    title: 'the environment has them',
    files: { 'shop/.npmrc': 'node-options=--no-warnings' },
    environment: { NPM_CONFIG_NODE_OPTIONS: '--no-deprecation' },
    expected: '--no-deprecation',
  },
  {
    title: 'they name a variable',
    files: { 'shop/.npmrc': 'node-options=--title=${TITLE}' },
    environment: { TITLE: 'shop' },
    expected: '--title=shop',
  },
];

for (const { environment = {}, expected, files, title } of cases) {
  test(
    `npm passes the same options to scripts: ${title}`,
    { timeout: 240_000 },
    async (context) => {
      const home = await temporaryFolder(context);
      const own = { 'shop/package.json': '{ "scripts": { "show": "node show.js" } }' };
      const show = { 'shop/show.js': 'console.log("options:" + process.env.NODE_OPTIONS);' };
      for (const [name, text] of Object.entries({ ...own, ...show, ...files })) {
        await mkdir(dirname(join(home, name)), { recursive: true });
        await writeFile(join(home, name), text);
      }
      const folder = join(home, 'shop');
      const env = { PATH: process.env['PATH'] ?? '', HOME: home, ...environment };
      assert.equal(await npmNodeOptions(folder, env), expected);
      const { stdout } = await promisify(execFile)('npm', ['run', 'show'], { cwd: folder, env });
      assert.match(stdout, new RegExp(`^options:${expected}$`, 'm'));
    },
  );
}
