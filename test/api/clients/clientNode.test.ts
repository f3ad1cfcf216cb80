// The informer of @kubernetes/client-node, against the built host.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  CustomObjectsApi,
  type Informer,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
  type ObjectCache,
  VersionApi,
} from '@kubernetes/client-node';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { type ApiHost, startApiHost } from '../../../tools/fixtures/api/apiHost.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

interface Session extends KubernetesObject {
  readonly spec?: { readonly launchConfigurations: string; readonly desiredState?: string };
  readonly status?: { readonly state: string; readonly exitCode?: number };
}

const group = 'usvc-dev.developer.microsoft.com';
const resource = { group, version: 'v1', plural: 'idesessions' };

interface Client {
  readonly host: ApiHost;
  readonly config: KubeConfig;
  readonly sessions: CustomObjectsApi;
}

async function connect(context: TestContext): Promise<Client> {
  const host = await startApiHost(context);
  const config = new KubeConfig();
  config.loadFromFile(host.kubeconfig);
  return { host, config, sessions: config.makeApiClient(CustomObjectsApi) };
}

/** Creates a session of a script. */
async function create(
  { sessions }: Client,
  script_path: string,
  metadata: KubernetesObject['metadata'],
  desiredState: string,
): Promise<Session> {
  const body = {
    apiVersion: `${group}/v1`,
    kind: 'IdeSession',
    metadata,
    spec: {
      launchConfigurations: JSON.stringify([{ type: 'node', script_path }]),
      desiredState,
    },
  };
  return (await sessions.createClusterCustomObject({ ...resource, body })) as Session;
}

/** Starts an informer, which is stopped after the test, and records its events. */
async function inform(context: TestContext, { config, sessions }: Client) {
  const informer: Informer<Session> & ObjectCache<Session> = makeInformer<Session>(
    config,
    `/apis/${group}/v1/idesessions`,
    async () => (await sessions.listClusterCustomObject(resource)) as KubernetesListObject<Session>,
  );
  const events: string[] = [];
  for (const type of ['add', 'update', 'delete'] as const) {
    informer.on(type, ({ metadata, status }) => {
      events.push(`${type} ${metadata?.name} ${status?.state}`);
    });
  }
  informer.on('error', (error: unknown) => events.push(`error ${String(error)}`));
  afterTest(context, () => informer.stop());
  await informer.start();
  return { informer, events };
}

test('an informer follows sessions from their creation to their deletion', async (context) => {
  const client = await connect(context);
  const { host, sessions } = client;
  const { gitVersion } = await client.config.makeApiClient(VersionApi).getCode();
  assert.match(gitVersion, /^v1\.32\.0/);
  const script_path = await writeProgram(host.cli.folder, 'short');
  await create(client, script_path, { name: 'early' }, 'Running');
  const { events, informer } = await inform(context, client);
  assert.ok(events[0]?.startsWith('add early '), events.join(', '));
  await create(client, script_path, { name: 'later' }, 'Running');
  const ended = (name: string) => informer.get(name)?.status?.state === 'Stopped';
  await until('both programs have ended', () => ended('early') && ended('later'));
  assert.equal(informer.get('later')?.status?.exitCode, 3);
  await sessions.deleteClusterCustomObject({ ...resource, name: 'early' });
  await until('the deletion is seen', () => events.includes('delete early Stopped'));
  assert.deepEqual(
    informer.list().map(({ metadata }) => metadata?.name),
    ['later'],
  );
  assert.ok(!events.some((event) => event.startsWith('error')), events.join(', '));
});

test('an informer ends without an error when the host does', async (context) => {
  const client = await connect(context);
  const { events } = await inform(context, client);
  assert.equal((await client.host.cli.end()).code, 0);
  assert.ok(!events.some((event) => event.includes('aborted')), events.join(', '));
});

test('sessions are replaced, and deleted as a collection', async (context) => {
  const client = await connect(context);
  const { host, sessions } = client;
  const script_path = await writeProgram(host.cli.folder, 'short');
  const first = await create(client, script_path, { name: 'first' }, '');
  await create(client, script_path, { name: 'second' }, '');
  const metadata = Object.assign({}, first.metadata, { labels: { tier: 'back' } });
  const body = { ...first, metadata };
  const replacement = { ...resource, name: 'first', body };
  const replaced = (await sessions.replaceClusterCustomObject(replacement)) as Session;
  assert.equal(replaced.metadata?.labels?.['tier'], 'back');
  await assert.rejects(sessions.replaceClusterCustomObject(replacement), {
    code: 409,
    message: /Conflict/,
  });
  const patch = [{ op: 'add', path: '/status/message', value: 'noted' }];
  const patched = await sessions.patchClusterCustomObjectStatus({
    ...resource,
    name: 'second',
    body: patch,
  });
  assert.deepEqual((patched as Session).status, { state: '', message: 'noted' });
  await sessions.deleteCollectionClusterCustomObject({ ...resource, labelSelector: 'tier=back' });
  const { items } = (await sessions.listClusterCustomObject(
    resource,
  )) as KubernetesListObject<Session>;
  assert.deepEqual(
    items.map((session) => session.metadata?.name),
    ['second'],
  );
});

test('changes are refused with a Status that the client can read', async (context) => {
  const { sessions } = await connect(context);
  const name = 'missing';
  await assert.rejects(sessions.getClusterCustomObject({ ...resource, name }), {
    code: 404,
    message: /NotFound/,
  });
  const body = {
    apiVersion: `${group}/v1`,
    kind: 'IdeSession',
    metadata: { name },
    spec: { launchConfigurations: '[]' },
  };
  await assert.rejects(sessions.createClusterCustomObject({ ...resource, body }), {
    code: 422,
    message: /spec\.launchConfigurations/,
  });
});
