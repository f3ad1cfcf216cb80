// The client against the API server of DCP, with executables. Without DCP's controllers nothing is run.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { ApiClient } from '../../../src/api/client/apiClient.ts';
import { ApiError } from '../../../src/api/client/apiError.ts';
import { Informer } from '../../../src/api/client/informer.ts';
import { readKubeconfig } from '../../../src/api/client/kubeconfig.ts';
import { ResourceClient } from '../../../src/api/client/resourceClient.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { type Widget, widgetSchema } from '../../../tools/fixtures/api/widgets.ts';
import { startDcpApiServer } from '../../../tools/fixtures/aspire/dcpApiServer.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const path = '/apis/usvc-dev.developer.microsoft.com/v1/executables';

function executable(name: string): unknown {
  return {
    apiVersion: 'usvc-dev.developer.microsoft.com/v1',
    kind: 'Executable',
    metadata: { name },
    spec: { executablePath: '/bin/true' },
  };
}

/** Passes connections to a server on. While it is cut, there are none. */
interface Tunnel {
  readonly port: number;
  cut(): void;
  mend(): void;
}

async function openTunnel(context: TestContext, target: number): Promise<Tunnel> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy()).once('close', () => other.destroy());
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  afterTest(context, () => {
    server.close();
    cut();
  });
  const { port } = server.address() as AddressInfo;
  return { port, cut, mend: () => (isCut = false) };
}

test('the client works with the API server of DCP', async (context) => {
  const server = await startDcpApiServer(context);
  const access = readKubeconfig(server.kubeconfig);
  const client = new ApiClient({ kind: 'cluster', access, isPluginAllowed: false }, systemClock);
  afterTest(context, () => client.dispose());
  const executables = new ResourceClient(client, path, widgetSchema);

  await context.test('creates, reads, patches and deletes', async () => {
    await executables.create(executable('one'));
    const { metadata } = await executables.get('one');
    const first = { metadata: { resourceVersion: metadata.resourceVersion } };
    await executables.patchStatus('one', { ...first, status: { state: 'Running' } });
    assert.equal((await executables.get('one')).metadata.uid, metadata.uid);
    const late = executables.patchStatus('one', { ...first, status: { state: 'Finished' } });
    await assert.rejects(late, (error) => error instanceof ApiError && error.isConflict);
    await executables.delete('one');
    await assert.rejects(
      executables.get('one'),
      (error) => error instanceof ApiError && error.isNotFound,
    );
  });

  await context.test('a wrong token is refused', async () => {
    const stranger = new ApiClient(
      {
        kind: 'cluster',
        access: { ...access, credentials: { kind: 'token', token: 'wrong' } },
        isPluginAllowed: false,
      },
      systemClock,
    );
    const listed = new ResourceClient(stranger, path, widgetSchema).list();
    await assert.rejects(listed, { name: 'ApiError', status: 403 });
    stranger.dispose();
  });

  await context.test('a certificate of another authority is refused', async () => {
    const { authorities: _, ...trust } = access.trust;
    const stranger = new ApiClient(
      { kind: 'cluster', access: { ...access, trust }, isPluginAllowed: false },
      systemClock,
    );
    const listed = new ResourceClient(stranger, path, widgetSchema).list();
    await assert.rejects(listed, { code: 'ApiServerUnreachable', message: /certificate/ });
    stranger.dispose();
  });

  await context.test('an informer follows changes, and lists again after an outage', async () => {
    const log = new RecordingLog();
    const changes: string[] = [];
    const tunnel = await openTunnel(context, Number(new URL(access.server).port));
    const tunnelled = { ...access, server: `https://127.0.0.1:${tunnel.port}` };
    const watching = new ApiClient(
      { kind: 'cluster', access: tunnelled, isPluginAllowed: false },
      systemClock,
    );
    afterTest(context, () => watching.dispose());
    const informer: Informer<Widget> = new Informer({
      api: new ResourceClient(watching, path, widgetSchema),
      selection: {},
      clock: systemClock,
      log,
      random: Math.random,
      changed: (name) => changes.push(informer.get(name) === undefined ? `-${name}` : `+${name}`),
      connected: (isConnected) => changes.push(isConnected ? 'connected' : 'disconnected'),
    });
    afterTest(context, () => informer.dispose());
    await executables.create(executable('present'));
    informer.start();
    await until('the present one is known', () => changes.includes('+present'));
    await executables.create(executable('two'));
    await until('the new one is known', () => changes.includes('+two'));
    await executables.delete('present');
    await until('its end is known', () => changes.includes('-present'));
    tunnel.cut();
    await until('the cut is known', () => changes.at(-1) === 'disconnected');
    // DCP's watches never tell of deletions during a cut.
    await executables.delete('two');
    await executables.create(executable('three'));
    assert.equal(informer.get('two')?.metadata.name, 'two');
    tunnel.mend();
    await until('the changes are known', () => {
      return informer.get('two') === undefined && informer.get('three') !== undefined;
    });
    assert.deepEqual(changes.slice(changes.lastIndexOf('disconnected') + 1).toSorted(), [
      '+three',
      '-two',
      'connected',
    ]);
    await server.stop();
    await until('the outage is known', () => changes.at(-1) === 'disconnected');
    assert.equal(informer.get('three')?.metadata.name, 'three');
  });
});
