import assert from 'node:assert/strict';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { withRootInPath } from '../../../src/dotnet/sdk/rootInPath.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const { platform } = process;
const onPosix = { skip: platform === 'win32' ? 'links need rights on Windows' : false };

/** Two roots with a `dotnet`, the second without an SDK, and a folder with a link to the first. */
async function roots(context: TestContext) {
  const folder = await realpath(await temporaryFolder(context));
  const [first, runtime, bin] = ['first', 'runtime', 'bin'].map((name) => join(folder, name));
  if (first === undefined || runtime === undefined || bin === undefined) throw new Error('none');
  await mkdir(join(first, 'sdk', '11.0.100'), { recursive: true });
  await mkdir(join(runtime, 'sdk'), { recursive: true });
  await mkdir(bin);
  for (const root of [first, runtime]) await writeFile(join(root, 'dotnet'), '', { mode: 0o755 });
  await symlink(join(first, 'dotnet'), join(bin, 'dotnet'));
  return { first, runtime, bin };
}

test('the SDK in DOTNET_ROOT precedes that of the search path', onPosix, async (context) => {
  const { first, runtime } = await roots(context);
  const environment = { DOTNET_ROOT: first, PATH: `/usr/bin${delimiter}${runtime}`, HOME: '/' };
  assert.deepEqual(withRootInPath(environment, platform), {
    ...environment,
    PATH: [first, '/usr/bin', runtime].join(delimiter),
  });
  const none = withRootInPath({ DOTNET_ROOT: first }, platform);
  assert.equal(none['PATH'], first);
});

test(
  'the search path is unchanged if it finds that SDK, or if DOTNET_ROOT has none',
  onPosix,
  async (context) => {
    const { bin, first, runtime } = await roots(context);
    for (const environment of [
      { DOTNET_ROOT: first, PATH: bin },
      { DOTNET_ROOT: first, PATH: `${first}${delimiter}/usr/bin` },
      { DOTNET_ROOT: runtime, PATH: '/usr/bin' },
      { DOTNET_ROOT: join(first, 'sdk'), PATH: '/usr/bin' },
      { DOTNET_ROOT: '', PATH: '/usr/bin' },
      { PATH: '/usr/bin' },
    ]) {
      assert.equal(withRootInPath(environment, platform), environment);
    }
  },
);
