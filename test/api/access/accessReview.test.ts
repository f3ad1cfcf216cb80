import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiFixture, openApi } from '../../../tools/fixtures/api/apiFixture.ts';

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const group = 'usvc-dev.developer.microsoft.com';

interface Review {
  readonly kind: string;
  readonly status: { readonly allowed: boolean; readonly reason?: string };
}

async function review(api: ApiFixture, spec: object): Promise<boolean> {
  const body = JSON.stringify({ spec });
  const headers = { 'content-type': 'application/json' };
  const answer = await api.request<Review>(path, { method: 'POST', headers, body });
  assert.deepEqual([answer.status, answer.body.kind], [201, 'SelfSubjectAccessReview']);
  assert.equal(answer.body.status.reason === undefined, answer.body.status.allowed);
  return answer.body.status.allowed;
}

test('only what is served is allowed', async (context) => {
  const api = await openApi(context);
  const resource = { group, resource: 'idesessions' };
  for (const [resourceAttributes, allowed] of [
    [{ ...resource, verb: 'watch' }, true],
    [{ ...resource, verb: 'create', version: 'v1', name: 'one', namespace: 'default' }, true],
    [{ ...resource, verb: 'get', subresource: 'log' }, true],
    [{ ...resource, verb: 'create', subresource: 'log' }, false],
    [{ ...resource, verb: 'get', subresource: 'scale' }, false],
    [{ ...resource, verb: 'approve' }, false],
    [{ ...resource, verb: 'get', version: 'v2' }, false],
    [{ group: '', resource: 'pods', verb: 'get' }, false],
    [{ group: '*', resource: '*', verb: '*' }, true],
  ] as const) {
    assert.equal(await review(api, { resourceAttributes }), allowed);
  }
  for (const [nonResourceAttributes, allowed] of [
    [{ path: '/version', verb: 'get' }, true],
    [{ path: '/version', verb: 'post' }, false],
    [{ path: '/metrics', verb: 'get' }, false],
  ] as const) {
    assert.equal(await review(api, { nonResourceAttributes }), allowed);
  }
  assert.equal(await review(api, {}), false);
});

/** Encodes a field of protobuf with a content of less than 128 bytes. */
function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}

function envelope(message: Buffer): Buffer {
  const type = Buffer.concat([
    field(1, 'authorization.k8s.io/v1'),
    field(2, 'SelfSubjectAccessReview'),
  ]);
  return Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, message)]);
}

async function post(api: ApiFixture, body: Buffer, type: string) {
  const headers = { 'content-type': type };
  return api.request<Review & { readonly reason?: string }>(path, {
    method: 'POST',
    headers,
    body,
  });
}

const protobuf = 'application/vnd.kubernetes.protobuf';

test('a review can be written in protobuf', async (context) => {
  const api = await openApi(context);
  const ask = async (verb: string, resource: string) => {
    const attributes = Buffer.concat([
      field(1, 'default'),
      field(2, verb),
      field(3, group),
      field(5, resource),
      // A number and fixed widths, as later versions may have.
      Buffer.from([10 * 8, 0x96, 0x01, 11 * 8 + 5, 1, 2, 3, 4, 12 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8]),
    ]);
    const message = Buffer.concat([field(1, ''), field(2, field(1, attributes)), field(3, '')]);
    return (await post(api, envelope(message), protobuf)).body.status.allowed;
  };
  assert.equal(await ask('list', 'idesessions'), true);
  assert.equal(await ask('list', 'pods'), false);
});

test('a body that is not a review is refused', async (context) => {
  const api = await openApi(context);
  const valid = envelope(field(2, field(1, field(2, 'get'))));
  const refused: readonly (readonly [Buffer, string])[] = [
    [Buffer.from('{'), 'application/json'],
    [Buffer.from('[]'), 'application/json'],
    [Buffer.from('{"spec":{"resourceAttributes":{"verb":1}}}'), 'application/json'],
    [Buffer.from('{}'), protobuf],
    [valid.subarray(0, -1), protobuf],
    [Buffer.from('k8s\0\xff\xff\xff\xff\xff\xff\xff', 'latin1'), protobuf],
    [Buffer.from('k8s\0\x0b', 'latin1'), protobuf],
  ];
  for (const [body, type] of refused) {
    const answer = await post(api, body, type);
    assert.deepEqual([answer.status, answer.body.reason], [400, 'BadRequest']);
  }
  const large = await post(api, Buffer.alloc(70_000, '{'), 'application/json');
  assert.equal(large.status, 413);
});
