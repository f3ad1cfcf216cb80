// A host whose files can't grow any more, as on a full disk.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';

/** The size limit of each file, in blocks of 512 bytes. */
const limit = 64;
const limited = {
  skip: process.platform === 'win32' && 'It has no limit of file sizes',
  timeout: 240_000,
};

test(
  'a session keeps running when the disk is full, and its controller receives all output and the reason',
  limited,
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

/**
 * More than the host keeps in memory for a controller that does not read. Each write is short enough
 * to be one, so that there is no pause within a line, which would be shown unfinished.
 */
const count = 1_500_000;
const manyLines = `
  let line = 0;
  const writeOn = () => {
    let text = '';
    for (const end = line + 300; line < end; line++) text += 'line ' + line + '\\n';
    process.stdout.write(text, () => line < ${count} && writeOn());
  };
  writeOn();`;

test(
  'what neither fits on a full disk nor into memory is counted exactly, and no line is torn',
  limited,
  async (context) => {
    const cli = await startCli(context, ['serve', '--json'], { fileLimit: limit });
    const controller = await cli.controller();
    const script_path = join(cli.folder, 'many.js');
    await writeFile(script_path, manyLines);
    const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
    const session = await controller.runSession({ launch_configurations });
    await session.started;
    controller.stall(true);
    await untilGone(session.pids);
    controller.stall(false);
    assert.deepEqual(await session.terminated, { exitCode: 0 });
    const heard = session.stdout.split('\n');
    assert.equal(heard.pop(), '');
    for (const line of heard) assert.match(line, /^line \d+$/);
    const told = session.messages.flatMap(
      ({ message }) => /^(\d+) bytes of output of this session/.exec(message)?.[1] ?? [],
    );
    const lost = told.reduce((sum, bytes) => sum + Number(bytes), 0);
    let written = 0;
    for (let line = 0; line < count; line++) written += `line ${line}\n`.length;
    assert.ok(lost > 0);
    assert.equal(session.stdout.length + lost, written);
    controller.assertClean();
    assert.equal((await cli.end()).code, 0, cli.stderr);
  },
);
