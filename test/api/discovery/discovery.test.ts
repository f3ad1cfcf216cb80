import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverVersion } from '../../../src/api/discovery/version.ts';
import { manifest, openApi, type StatusObject } from '../../../tools/fixtures/api/apiFixture.ts';

const group = 'usvc-dev.developer.microsoft.com';

interface Named {
  readonly kind: string;
}

const aggregated = (version: string) =>
  `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;

// What kubectl 1.32 sends.
const kubectlAccept = `${aggregated('v2')},${aggregated('v2beta1')},application/json`;

test('aggregated discovery says in its content type what it is', async (context) => {
  const api = await openApi(context);
  for (const path of ['/api', '/apis']) {
    const { body, headers } = await api.request<Named & { readonly apiVersion: string }>(path, {
      headers: { accept: kubectlAccept },
    });
    assert.equal(headers.get('content-type'), aggregated('v2'));
    assert.equal(headers.get('vary'), 'Accept');
    assert.equal(body.kind, 'APIGroupDiscoveryList');
    assert.equal(body.apiVersion, 'apidiscovery.k8s.io/v2');
  }
});

test('clients that know only the earlier aggregated form get that', async (context) => {
  const api = await openApi(context);
  const accept = `${aggregated('v2beta1')},application/json`;
  const { body, headers } = await api.request<{ readonly apiVersion: string }>('/apis', {
    headers: { accept },
  });
  assert.equal(headers.get('content-type'), aggregated('v2beta1'));
  assert.equal(body.apiVersion, 'apidiscovery.k8s.io/v2beta1');
});

test('plain discovery describes the same resources as the aggregated one', async (context) => {
  const api = await openApi(context);
  const groups = await api.request<{
    readonly kind: string;
    readonly groups: readonly { readonly name: string }[];
  }>('/apis');
  assert.equal(groups.headers.get('content-type'), 'application/json');
  assert.equal(groups.body.kind, 'APIGroupList');
  assert.deepEqual(
    groups.body.groups.map(({ name }) => name),
    [group],
  );
  interface Plain {
    readonly resources: readonly {
      readonly name: string;
      readonly namespaced: boolean;
      readonly verbs: readonly string[];
    }[];
  }
  const { resources } = (await api.request<Plain>(`/apis/${group}/v1`)).body;
  assert.ok(resources.every(({ namespaced }) => !namespaced));
  interface Aggregated {
    readonly items: readonly {
      readonly versions: readonly {
        readonly resources: readonly {
          readonly resource: string;
          readonly verbs: readonly string[];
          readonly subresources: readonly {
            readonly subresource: string;
            readonly verbs: readonly string[];
          }[];
        }[];
      }[];
    }[];
  }
  const { items } = (await api.request<Aggregated>('/apis', { headers: { accept: kubectlAccept } }))
    .body;
  const described = items[0]?.versions[0]?.resources.flatMap(
    ({ resource, subresources, verbs }) => [
      { name: resource, verbs },
      ...subresources.map((below) => ({
        name: `${resource}/${below.subresource}`,
        verbs: below.verbs,
      })),
    ],
  );
  assert.deepEqual(
    described,
    resources.map(({ name, verbs }) => ({ name, verbs })),
  );
});

test('there are no resources without a group', async (context) => {
  const api = await openApi(context);
  const { body } = await api.request<{ readonly kind: string; readonly versions: unknown }>('/api');
  assert.deepEqual([body.kind, body.versions], ['APIVersions', []]);
});

test('the version is a semantic one, with that of the host as build metadata', () => {
  assert.match(serverVersion.gitVersion, /^v1\.32\.0\+ide-session-host\.\d+\.\d+\.\d+$/);
});

test('only forms that are served are accepted', async (context) => {
  const api = await openApi(context);
  const accept = 'application/vnd.kubernetes.protobuf';
  for (const path of ['/api', '/apis', `/apis/${group}/v1`, '/version', '/openapi/v3', '']) {
    const { body, status } = await api.request<{ readonly reason: string }>(path, {
      headers: { accept },
    });
    assert.deepEqual([path, status, body.reason], [path, 406, 'NotAcceptable']);
  }
  const both = await api.request('/version', { headers: { accept: `${accept},application/json` } });
  assert.equal(both.status, 200);
});

test('other methods are refused, and other paths not found', async (context) => {
  const api = await openApi(context);
  const posted = await api.request('/version', { method: 'POST' });
  assert.equal(posted.status, 405);
  for (const path of ['/', '/apis/apps/v1', '/openapi/v2', '/api/v1/pods']) {
    assert.equal((await api.request(path)).status, 404);
  }
});

test('generated clients may put a slash at the end', async (context) => {
  const api = await openApi(context);
  for (const path of ['/api/', '/apis/', `/apis/${group}/`, `/apis/${group}/v1/`, '/version/']) {
    const [slashed, plain] = [await api.text(path), await api.text(path.slice(0, -1))];
    assert.deepEqual([slashed.status, slashed.body], [200, plain.body]);
  }
});

test('answers that a client has already are not sent again', async (context) => {
  const api = await openApi(context);
  for (const path of [
    '/apis',
    `/apis/${group}/v1`,
    '/openapi/v3',
    `/openapi/v3/apis/${group}/v1`,
  ]) {
    const first = await api.request(path);
    const tag = first.headers.get('etag') ?? '';
    const again = await api.text(path, { headers: { 'if-none-match': `"other", W/${tag}` } });
    assert.deepEqual([again.status, again.body], [304, '']);
    assert.equal(again.headers.get('etag'), tag);
    const changed = await api.request(path, { headers: { 'if-none-match': '"other"' } });
    assert.equal(changed.status, 200);
  }
});

test('a client can check whether the server is alive and ready', async (context) => {
  const api = await openApi(context);
  for (const path of ['/readyz', '/livez', '/healthz']) {
    const { body, headers, status } = await api.text(path);
    assert.deepEqual([status, body], [200, 'ok']);
    assert.match(headers.get('content-type') ?? '', /^text\/plain/);
  }
});

test('a closing host is alive and can be read, but is not ready and refuses changes', async (context) => {
  const api = await openApi(context);
  api.state.isClosing = true;
  for (const path of ['/livez', '/healthz']) assert.equal((await api.text(path)).status, 200);
  assert.equal((await api.list()).status, 200);
  const refused = [
    await api.refused('/readyz'),
    await api.send<StatusObject>('POST', '', manifest({ name: 'shop' })),
  ];
  for (const { body } of refused) {
    assert.deepEqual([body.kind, body.code, body.reason], ['Status', 503, 'ServiceUnavailable']);
  }
});
