import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { lowerPriority, toLowest } from '../../../src/dotnet/sdk/lowestPriority.ts';
import { runDotnet } from '../../../src/dotnet/sdk/sdk.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const onPosix = { skip: process.platform === 'win32' ? 'it is a shell script' : false };

/** A `dotnet` that waits for the lowest priority, and says what its build would share. */
const standIn = `#!/bin/sh
until [ "$(nice)" = 19 ]; do :; done
echo "compiler server: $UseSharedCompilation, nodes: $MSBUILDDISABLENODEREUSE"
`;

test('commands of the lowest priority share nothing with others', onPosix, async (context) => {
  const fixture = await DotnetFixture.of(context);
  await writeFile(join(fixture.folder, 'dotnet'), standIn, { mode: 0o755 });
  fixture.environment['PATH'] = [fixture.folder, process.env['PATH']].join(delimiter);
  const { stdout } = await runDotnet([], fixture.folder, toLowest(fixture.dotnet));
  assert.equal(stdout, 'compiler server: false, nodes: 1\n');
});

test('a command that has ended needs no priority', () => {
  assert.doesNotThrow(() => lowerPriority(2 ** 22 + 1));
});
