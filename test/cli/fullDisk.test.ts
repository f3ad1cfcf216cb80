// A host whose files can't grow any more, as on a full disk.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCli } from '../../tools/fixtures/processes/cli.ts';
import { writeProgram } from '../../tools/fixtures/processes/samplePrograms.ts';

/** The size limit of each file, in blocks of 512 bytes. */
const limit = 64;

test(
  'a session keeps running when the disk is full, and its controller receives all output and the reason',
  { skip: process.platform === 'win32' && 'It has no limit of file sizes', timeout: 60_000 },
  async (context) => {
    const cli = await startCli(context, ['serve', '--json'], { fileLimit: limit });
    const controller = await cli.controller();
    const script_path = await writeProgram(cli.folder, 'lengthy');
    const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
    const sessions = await Promise.all(
      [1, 2].map(() => controller.runSession({ launch_configurations })),
    );
    for (const session of sessions) {
      assert.deepEqual(await session.terminated, { exitCode: 0 });
      const lines = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`);
      assert.equal(session.stdout, lines.join(''));
      const said = session.messages.filter(({ message }) => message.includes('no longer kept'));
      assert.equal(said.length, 1);
      assert.match(said[0]?.message ?? '', /EFBIG/);
    }
    controller.assertClean();
    assert.equal((await cli.end()).code, 0, cli.stderr);
  },
);
