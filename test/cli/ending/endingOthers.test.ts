// A host that may not end the programs that it has started.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const asSuperuser = {
  skip: process.getuid?.() !== 0 && 'Only the superuser can become another user',
  timeout: 240_000,
};

/** Runs Node without the right of the superuser to signal other users' processes. */
const weakNode = `#!/bin/sh
exec setpriv --inh-caps=-kill --bounding-set=-kill '${process.execPath}' "$@"
`;

const becomeOther = `
  process.setgid(65534);
  process.setuid(65534);
  console.log('other');
  setInterval(() => {}, 1_000);`;

test(
  'SIGTERM ends a host whose program has become that of another user, and its session says so',
  asSuperuser,
  async (context) => {
    const folder = await temporaryFolder(context);
    const node = join(folder, 'node');
    await writeFile(node, weakNode, { mode: 0o755 });
    const script_path = join(folder, 'other.js');
    await writeFile(script_path, becomeOther);
    const cli = await startCli(context, ['serve', '--json'], { node });
    const controller = await cli.controller();
    const session = await controller.runSession({
      launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' }],
    });
    await session.waitFor(({ stdout }) => stdout === 'other\n');
    for (const pid of session.pids) killAfter(context, pid);
    assert.deepEqual(await cli.end(), { code: 0, signal: null });
    // The exit code of a program that still runs is unknown.
    assert.deepEqual(await session.terminatedWithin(), {});
    const said = session.messages.map(({ message }) => message).join('\n');
    assert.match(said, /node can't be ended, since it belongs to another user/);
    controller.assertClean();
  },
);
