// npm start from a fresh clone, as on a machine on which nothing has been set up.

import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { delimiter, join, sep } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { projectFolder } from '../../scripts/setup/node.mjs';
import { withoutNpmVariables } from '../../scripts/setup/npmVariables.mjs';
import { afterTest } from '../support/afterTest.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const run = promisify(execFile);

/** Variables that lead to what this machine has cached, or that the tests set for themselves. */
const left =
  /^(npm_config_(cache|globalconfig|init_module|prefix|userconfig)|XDG_.*|NUGET_.*(PACKAGES|PATH)|NuGetPackageRoot|DOTNET_CLI_HOME|NODE_OPTIONS|NODE_TEST_CONTEXT|NODE_V8_COVERAGE|UseSharedCompilation|DEBUG_SESSION_.*)$/i;

/** The environment of a user with an empty home folder, without the Node of this project. */
function freshEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(withoutNpmVariables(process.env)).filter(
    ([name]) => !left.test(name),
  );
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const PATH = folders.filter((folder) => !folder.split(sep).includes('node_modules'));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    PATH: PATH.join(delimiter),
  };
}

function endAfter(context: TestContext, child: ChildProcess): void {
  afterTest(context, async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = once(child, 'close');
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  });
}

test(
  'npm start -- --headless works from a fresh clone with an empty home folder',
  { skip: process.platform === 'win32', timeout: 24 * 60_000 },
  async (context) => {
    const folder = await temporaryFolder(context);
    const [clone, home] = [join(folder, 'clone'), join(folder, 'home')];
    await mkdir(home);
    await run('git', ['clone', '--quiet', projectFolder, clone]);
    const env = freshEnvironment(home);
    const { stdout: node } = await run('node', ['-p', 'process.execPath'], { env });
    assert.doesNotMatch(node, /node_modules/, 'The Node of the system is missing.');

    const npm = spawn('npm', ['start', '--', '--headless'], {
      cwd: clone,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    endAfter(context, npm);
    let output = '';
    for (const stream of [npm.stdout, npm.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    await once(npm, 'close');
    assert.equal(npm.exitCode, 0, output);
    assert.match(output, /^editor: stopped at /m);
    const duration = /Everything is set up, after (.*)\./.exec(output)?.[1];
    assert.ok(duration !== undefined, output);
    context.diagnostic(`set up after ${duration}`);

    const tools = await readdir(join(home, '.cache', 'ide-session-host'));
    assert.ok(tools.some((name) => name.startsWith('code-server-')));
    assert.ok(existsSync(join(home, '.nuget', 'packages')));
  },
);
