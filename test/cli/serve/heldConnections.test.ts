// A host with few descriptors, and peers without the token that hold many connections.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const descriptorLimit = 72;
const held = 400;

async function hold(port: number, host: string): Promise<Socket> {
  const socket = connect(port, host);
  socket.on('error', () => {}).resume();
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

test(
  'open connections leave a host with few descriptors enough to start sessions',
  { skip: process.platform === 'win32' && 'Windows has no such limit', timeout: 240_000 },
  async (context) => {
    const cli = await startCli(context, ['serve', '--json'], { descriptorLimit });
    const port = Number((await cli.variables())['DEBUG_SESSION_PORT']?.split(':')[1]);
    const sockets = await Promise.all(
      ['127.0.0.1', '::1'].flatMap((host) => Array.from({ length: held }, () => hold(port, host))),
    );
    afterTest(context, () => sockets.forEach((socket) => socket.destroy()));
    const isOpen = ({ destroyed }: Socket): boolean => !destroyed;
    await until('the connections beyond the limit are closed', () => {
      return sockets.filter(isOpen).length <= descriptorLimit / 8;
    });
    assert.ok(sockets.some(isOpen));
    const controller = await cli.controller();
    const script_path = await writeProgram(cli.folder, 'lengthy');
    const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
    for (let count = 0; count < 3; count++) {
      const session = await controller.runSession({ launch_configurations });
      assert.deepEqual(await session.terminated, { exitCode: 0 });
      assert.equal(session.stdout.split('\n').length, 20_001);
    }
    controller.assertClean();
    assert.equal((await cli.end()).code, 0, cli.stderr);
    assert.doesNotMatch(cli.stderr, /EMFILE/);
  },
);
