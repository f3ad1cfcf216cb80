// A host that runs out of file descriptors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../tools/controller/session.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';

const onPosix = { skip: process.platform === 'win32' && 'It has no ulimit', timeout: 240_000 };

test(
  'sessions fail with the reason if file descriptors run out, and the host and other sessions keep running',
  onPosix,
  async (context) => {
    const cli = await startCli(context, ['serve', '--json'], { descriptorLimit: 64 });
    const controller = await cli.controller();
    const script_path = await writeProgram(cli.folder, 'polite');
    const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
    const sessions: Session[] = [];
    for (let count = 0; count < 40; count++) {
      sessions.push(await controller.runSession({ launch_configurations }));
    }
    const outcomes = await Promise.all(
      sessions.map((session) =>
        Promise.race([
          session.waitFor(({ stdout }) => stdout === 'ready\n').then(() => 'running'),
          session.terminated.then(({ exitCode }) => `ended with ${exitCode}`),
        ]),
      ),
    );
    const failed = sessions.filter((_, index) => outcomes[index] === 'ended with 1');
    const running = sessions.filter((_, index) => outcomes[index] === 'running');
    assert.equal(failed.length + running.length, 40, outcomes.join(', '));
    assert.ok(failed.length > 0 && running.length > 0, outcomes.join(', '));
    for (const session of failed) assert.match(session.stderr, /too many open files/);

    for (const session of running) await controller.stopSession(session.id);
    for (const session of running) assert.deepEqual(await session.terminated, { exitCode: 0 });
    const later = await controller.runSession({ launch_configurations });
    await later.waitFor(({ stdout }) => stdout === 'ready\n');
    assert.equal((await cli.end()).code, 0, cli.stderr);
    await untilGone(sessions.flatMap(({ pids }) => pids));
  },
);
