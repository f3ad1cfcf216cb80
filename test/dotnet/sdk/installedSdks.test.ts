import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { listInstalledSdks } from '../../../src/dotnet/sdk/installedSdks.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** The SDKs that a script in place of dotnet lists. */
async function listed(context: TestContext, script: string): Promise<readonly string[]> {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'dotnet'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const { platform } = process;
  return listInstalledSdks({
    clock: systemClock,
    watchdog: noWatchdog,
    launchContext: { workspace: folder, environment: { PATH: folder }, platform },
  });
}

const onPosix = { skip: process.platform === 'win32' ? 'dotnet is a script' : false };

test('installed SDKs are listed by their versions', onPosix, async (context) => {
  const lines = ['8.0.404 [/usr/share/dotnet/sdk]', '10.0.100-rc.1 [C:\\Program Files\\sdk]', ''];
  const script = lines.map((line) => `echo '${line}'`).join('\n');
  assert.deepEqual(await listed(context, script), ['8.0.404', '10.0.100-rc.1']);
});

test('a dotnet that fails has no SDKs', onPosix, async (context) => {
  assert.deepEqual(await listed(context, 'echo broken; exit 1'), []);
});
