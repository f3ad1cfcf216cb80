// Processes that are started while processes are listed, by others that end before they are listed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { createMark, markVariable } from '../../../src/processes/program/programMark.ts';
import { PosixTree } from '../../../src/processes/tree/posixTree.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 };

/** Calls `during` once in the next listing, after the pids were listed and before they are read. */
function inNextListing(context: TestContext, during: () => void): void {
  const { readdirSync } = fs;
  const mocked = context.mock.method(fs, 'readdirSync', (path: string) => {
    const names = readdirSync(path);
    if (path === '/proc') {
      mocked.mock.restore();
      syncBuiltinESMExports();
      during();
    }
    return names;
  });
  syncBuiltinESMExports();
}

function untilExited(pid: number): void {
  while (fs.existsSync(`/proc/${pid}`)) {
    if (/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))) return;
  }
}

test(
  'a child that left the group during a listing is found, though its parent has ended',
  onLinux,
  async (context) => {
    const folder = await temporaryFolder(context);
    const signal = join(folder, 'signal');
    const pidFile = join(folder, 'pid');
    const script = `while [ ! -e "$1" ]; do :; done; setsid sleep 60 & echo $! >"$2"`;
    const mark = createMark();
    const root = spawn('sh', ['-c', script, 'sh', signal, pidFile], {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, [markVariable]: mark },
    });
    const pid = knownPid(root.pid);
    killAfter(context, pid);
    const tree = new PosixTree(pid, { clock: systemClock, isChild: true, mark });
    inNextListing(context, () => {
      fs.writeFileSync(signal, '');
      untilExited(pid);
    });
    assert.equal(await tree.isAlive(), true);
    const child = Number(fs.readFileSync(pidFile, 'utf8'));
    killAfter(context, child);
    await tree.kill();
    await until('the tree has ended', async () => !(await tree.isAlive()));
    assert.equal(isRunning(child), false);
  },
);
