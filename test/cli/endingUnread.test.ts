import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { afterTest } from '../support/afterTest.ts';
import { startCli } from '../support/cli.ts';
import { untilGone } from '../support/processes.ts';
import { writeProgram } from '../support/samplePrograms.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const onPosix = { skip: process.platform === 'win32' && 'Windows has no FIFOs', timeout: 60_000 };

/** Writes to a pipe until it takes no more. */
function fill(pipe: number): void {
  const chunk = Buffer.alloc(1024, 0x2e);
  assert.throws(
    () => {
      for (;;) writeSync(pipe, chunk);
    },
    { code: 'EAGAIN' },
  );
}

test(
  'SIGTERM ends a host whose stderr is a full pipe that is not read',
  onPosix,
  async (context) => {
    const path = join(await temporaryFolder(context), 'stderr');
    execFileSync('mkfifo', [path]);
    const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    afterTest(context, () => closeSync(pipe));
    fill(pipe);
    const stderr = openSync(path, constants.O_WRONLY);
    const cli = await startCli(context, ['serve', '--json'], { stderr });
    closeSync(stderr);
    const script_path = await writeProgram(cli.folder, 'polite');
    const controller = await cli.controller();
    const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
    const session = await controller.runSession({ launch_configurations });
    await session.started;
    assert.deepEqual(await cli.end(), { code: 0, signal: null });
    await untilGone(session.pids);
  },
);
