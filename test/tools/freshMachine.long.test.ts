// npm start from a fresh clone, as on a machine on which nothing has been set up.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { startFreshClone, userEnvironment } from './freshClone.ts';

/** Variables that point to this machine's caches. */
const caches =
  /^(npm_config_(cache|globalconfig|init_module|prefix|userconfig)|XDG_.*|NUGET_.*(PACKAGES|PATH)|NuGetPackageRoot|DOTNET_CLI_HOME)$/i;

/** The environment of a user with an empty home folder. */
function freshEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(userEnvironment()).filter(([name]) => !caches.test(name));
  return { ...Object.fromEntries(kept), HOME: home };
}

test(
  'npm start -- --headless works from a fresh clone with an empty home folder',
  { skip: process.platform === 'win32', timeout: 24 * 60_000 },
  async (context) => {
    const home = join(await temporaryFolder(context), 'home');
    await mkdir(home);
    const output = await startFreshClone(context, freshEnvironment(home));
    const duration = /Everything is set up, after (.*)\./.exec(output)?.[1];
    assert.ok(duration !== undefined, output);
    context.diagnostic(`set up after ${duration}`);

    const tools = await readdir(join(home, '.cache', 'ide-session-host'));
    assert.ok(tools.some((name) => name.startsWith('code-server-')));
    assert.ok(existsSync(join(home, '.nuget', 'packages')));
  },
);
