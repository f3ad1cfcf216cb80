import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ApiClient } from '../../../src/api/client/apiClient.ts';
import { readKubeconfig } from '../../../src/api/client/kubeconfig.ts';
import { ResourceClient } from '../../../src/api/client/resourceClient.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { startApiHost } from '../../../tools/fixtures/api/apiHost.ts';
import { type Widget, widgetSchema } from '../../../tools/fixtures/api/widgets.ts';
import { type Cli, startCli } from '../../../tools/fixtures/processes/cli.ts';
import { untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const path = '/apis/usvc-dev.developer.microsoft.com/v1/idesessions';
const hostLabel = 'usvc-dev.developer.microsoft.com/host';

interface ClusterFixture {
  readonly host: Cli;
  readonly sessions: ResourceClient<Widget>;
  /** The status of the session `shop` on the server. */
  readonly getStatus: () => Promise<Record<string, unknown>>;
}

/** A host that runs a session, `shop`, of another host's API; its program is this script. */
async function runShop(context: TestContext, script: string): Promise<ClusterFixture> {
  const { kubeconfig } = await startApiHost(context);
  const access = readKubeconfig(kubeconfig);
  const client = new ApiClient({ kind: 'cluster', access, isPluginAllowed: false }, systemClock);
  afterTest(context, () => client.dispose());
  const sessions = new ResourceClient<Widget>(client, path, widgetSchema);
  const options = ['--from-kubeconfig', kubeconfig, '--host-name', 'desk'];
  const host = await startCli(context, ['serve', '--json', ...options]);
  await host.variables();
  const file = join(await temporaryFolder(context), 'app.js');
  await writeFile(file, script);
  await sessions.create({
    metadata: { name: 'shop', labels: { [hostLabel]: 'desk' } },
    spec: {
      launchConfigurations: JSON.stringify([{ type: 'node', script_path: file }]),
      desiredState: 'Running',
    },
  });
  return {
    host,
    sessions,
    getStatus: async () => (await sessions.get('shop')).status as Record<string, unknown>,
  };
}

test('a host runs real programs for the API of another host, and serves their logs', async (context) => {
  const script = "console.log('served'); setTimeout(() => process.exit(7), 200);";
  const { getStatus, host } = await runShop(context, script);
  await until('the program has ended', async () => (await getStatus())['state'] === 'Stopped');
  const { exitCode, holder, startupTimestamp } = await getStatus();
  assert.equal(exitCode, 7);
  assert.ok(startupTimestamp);
  assert.ok(holder);
  // The log is served by the host that has run the session.
  const environment = { XDG_RUNTIME_DIR: join(host.folder, 'run') };
  const logs = await startCli(context, ['sessions', 'logs', 'shop'], { environment });
  assert.equal((await logs.exited).code, 0, logs.stderr);
  assert.equal(logs.stdout, 'served\n');
  assert.equal((await host.end()).code, 0);
});

test('a session that is deleted on the server stops its program', async (context) => {
  const { getStatus, host, sessions } = await runShop(context, 'setInterval(() => {}, 1000);');
  await until('the program runs', async () => (await getStatus())['state'] === 'Running');
  const { pid } = await getStatus();
  await sessions.delete('shop');
  await untilGone([Number(pid)]);
  assert.equal((await host.end()).code, 0);
});

test('a host that ends reports the sessions that it has stopped', async (context) => {
  const { getStatus, host } = await runShop(context, 'setInterval(() => {}, 1000);');
  await until('the program runs', async () => (await getStatus())['state'] === 'Running');
  assert.equal((await host.end()).code, 0);
  assert.equal((await getStatus())['state'], 'Stopped');
});

test('a kubeconfig with a credential plugin needs consent', async (context) => {
  const folder = await temporaryFolder(context);
  const kubeconfig = join(folder, 'config');
  await writeFile(
    kubeconfig,
    `current-context: c
contexts: [{name: c, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:9'}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ['${folder}/ran']}}}]
`,
  );
  const cli = await startCli(context, ['serve', '--from-kubeconfig', kubeconfig]);
  assert.equal((await cli.exited).code, 1);
  assert.match(cli.stderr, /needs the credential plugin "touch", which is not allowed\./);
  assert.ok(!existsSync(join(folder, 'ran')));
});

test('a missing kubeconfig ends the host with the reason', async (context) => {
  const cli = await startCli(context, ['serve', '--from-kubeconfig', 'missing']);
  assert.equal((await cli.exited).code, 1);
  assert.match(cli.stderr, /The kubeconfig file .*missing could not be read/);
});

test('the kubeconfig of the API is removed if the cluster cannot be used', async (context) => {
  const api = ['--api', '--kubeconfig', 'kubeconfig'];
  const cli = await startCli(context, ['serve', ...api, '--from-kubeconfig', 'missing']);
  assert.equal((await cli.exited).code, 1);
  assert.match(cli.stderr, /The kubeconfig file .*missing could not be read/);
  assert.ok(!existsSync(join(cli.folder, 'kubeconfig')));
});
