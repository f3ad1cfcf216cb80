import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { isConnected } from '../../../src/processes/tree/connections.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const server = `
  require('node:net').createServer().listen(0, '127.0.0.1', function () {
    console.log(this.address().port);
  });
`;

const linux = { skip: process.platform !== 'linux' };

/** Starts a shell that starts a server, and returns the shell's pid and the server's port. */
async function startServer(context: TestContext): Promise<{ pid: number; port: number }> {
  const child = spawn('sh', ['-c', '"$0" -e "$1"; exit', process.execPath, server], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid = 0 } = child;
  afterTest(context, () => process.kill(-pid, 'SIGKILL'));
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid, port: Number(String(port)) };
}

test('a program is connected while a child of it has a client', linux, async (context) => {
  const { pid, port } = await startServer(context);
  assert.equal(await isConnected(pid), false);
  const client = connect(port, '127.0.0.1');
  afterTest(context, () => client.destroy());
  await once(client, 'connect');
  assert.equal(await isConnected(pid), true);
  client.destroy();
  await until('the client has left', async () => !(await isConnected(pid)));
});

test('a program that is a client itself is not connected', linux, async (context) => {
  const other = createServer().listen(0, '::1');
  afterTest(context, () => other.close());
  await once(other, 'listening');
  const client = spawn(
    process.execPath,
    ['-e', `require('node:net').connect(${(other.address() as AddressInfo).port}, '::1')`],
    { stdio: 'ignore' },
  );
  afterTest(context, () => client.kill('SIGKILL'));
  const [served] = (await once(other, 'connection')) as [Socket];
  afterTest(context, () => served.destroy());
  assert.equal(await isConnected(client.pid ?? 0), false);
});

test('a server for IPv6 is found too', linux, async (context) => {
  const own = createServer().listen(0, '::1');
  afterTest(context, () => own.close());
  await once(own, 'listening');
  const client = connect((own.address() as AddressInfo).port, '::1');
  afterTest(context, () => client.destroy());
  const [[served]] = (await Promise.all([once(own, 'connection'), once(client, 'connect')])) as [
    [Socket],
    unknown,
  ];
  afterTest(context, () => served.destroy());
  assert.equal(await isConnected(process.pid), true);
});

test('a process that has ended is not connected', async () => {
  assert.equal(await isConnected(2 ** 22 + 1), false);
});
