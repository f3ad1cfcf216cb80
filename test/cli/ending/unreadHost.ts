import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** Writes to a pipe until it is full. */
function fill(pipe: number): void {
  const chunk = Buffer.alloc(1024, 0x2e);
  assert.throws(
    () => {
      for (;;) writeSync(pipe, chunk);
    },
    { code: 'EAGAIN' },
  );
}

/**
 * Ends a host that runs a program and whose stderr is a full pipe that is never read. Returns how
 * long that took, in milliseconds.
 */
export async function endUnreadHost(
  context: TestContext,
  ...options: readonly string[]
): Promise<number> {
  const path = join(await temporaryFolder(context), 'stderr');
  execFileSync('mkfifo', [path]);
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  afterTest(context, () => closeSync(pipe));
  fill(pipe);
  const stderr = openSync(path, constants.O_WRONLY);
  const cli = await startCli(context, ['serve', '--json', ...options], { stderr });
  closeSync(stderr);
  const script_path = await writeProgram(cli.folder, 'polite');
  const controller = await cli.controller();
  const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
  const session = await controller.runSession({ launch_configurations });
  await session.started;
  const began = performance.now();
  assert.deepEqual(await cli.end(), { code: 0, signal: null });
  const took = performance.now() - began;
  await untilGone(session.pids);
  return took;
}
