import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type TestContext, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import {
  type ApiServerFixture,
  openApiServer,
} from '../../../tools/fixtures/api/apiServerFixture.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const count = 10_000;
const secret = 'top-secret-value';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

const word = fc.constantFrom(
  'shop',
  'a',
  '..',
  '%2e%2e',
  '%00',
  '%zz',
  '__proto__',
  'constructor',
  'status',
  'log',
  '',
  'watch',
  'x'.repeat(300),
  'é',
  '%F0%9F%98%80',
  '//',
  ';',
  "'",
  '"',
  '{}',
  '*',
  ':name',
);
const path = fc.oneof(
  { weight: 3, arbitrary: fc.constant(collectionPath) },
  { weight: 4, arbitrary: word.map((name) => `${collectionPath}/${encodeURI(name)}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(word, fc.constantFrom('status', 'log', 'scale', 'exec'))
      .map(([name, subresource]) => `${collectionPath}/${encodeURI(name)}/${subresource}`),
  },
  {
    weight: 2,
    arbitrary: fc.array(word, { maxLength: 5 }).map((words) => `/${encodeURI(words.join('/'))}`),
  },
  fc.constantFrom('/api', '/apis', '/version', '/readyz', '/livez', '/openapi/v3', '*', '/#x'),
);
const value = fc.oneof(
  fc.constantFrom('true', 'false', '0', '1', '-1', '', '9'.repeat(30), 'NaN', '1e9', '0x10'),
  fc.constantFrom(
    'Exact',
    'NotOlderThan',
    'All',
    'Strict',
    'a=b',
    'a in (b,c',
    '!a',
    'metadata.name=a',
  ),
  fc.string({ maxLength: 40 }),
);
const parameter = fc.constantFrom(
  'resourceVersion',
  'resourceVersionMatch',
  'limit',
  'continue',
  'labelSelector',
  'fieldSelector',
  'allowWatchBookmarks',
  'sendInitialEvents',
  'dryRun',
  'fieldValidation',
  'propagationPolicy',
  'gracePeriodSeconds',
  'tail',
  'skip',
  'source',
  'timestamps',
  'includeObject',
  'fieldManager',
  'force',
  'pretty',
  '__proto__',
);
const query = fc
  .array(fc.tuple(parameter, value), { maxLength: 4 })
  .map((pairs) => new URLSearchParams(pairs).toString());

const object = {
  apiVersion: 'usvc-dev.developer.microsoft.com/v1',
  kind: 'IdeSession',
  metadata: { name: 'shop', labels: { app: 'shop' } },
  spec: {
    launchConfigurations: '[{"type":"node","script_path":"app.js"}]',
    env: [{ name: 'API_KEY', value: secret }],
    desiredState: 'Running',
  },
};
const property = fc.constantFrom(
  'apiVersion',
  'kind',
  'metadata',
  'spec',
  'status',
  '__proto__',
  'constructor',
  'unknown',
);
const json = fc.oneof(
  fc.constant(object),
  fc.tuple(property, fc.jsonValue()).map(([name, content]) => ({ ...object, [name]: content })),
  fc
    .tuple(fc.constantFrom('name', 'labels', 'annotations', 'finalizers', 'uid'), fc.jsonValue())
    .map(([name, content]) => ({ ...object, metadata: { ...object.metadata, [name]: content } })),
  fc
    .tuple(
      fc.constantFrom('launchConfigurations', 'env', 'args', 'desiredState', 'x'),
      fc.jsonValue(),
    )
    .map(([name, content]) => ({ ...object, spec: { ...object.spec, [name]: content } })),
  fc.array(
    fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
      path: fc.constantFrom('', '/', '/metadata/labels/a', '/__proto__/x', '/spec/env/0', '/a/-'),
      from: fc.constantFrom('/metadata', '/spec', '/nowhere'),
      value: fc.jsonValue(),
    }),
    { maxLength: 4 },
  ),
  fc.jsonValue(),
);
const body = fc.oneof(
  { weight: 4, arbitrary: json.map((content) => JSON.stringify(content)) },
  fc.constantFrom('', '{', '[]', 'null', '"', '\ud800', '['.repeat(1_000), '{"a":'.repeat(100)),
  fc.string({ maxLength: 200 }),
);
const type = fc.constantFrom(
  'application/json',
  'application/merge-patch+json',
  'application/json-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'text/plain',
  'x',
  'application/json; charset=latin1',
  'application/vnd.kubernetes.protobuf',
);
const accept = fc.constantFrom(
  '*/*',
  'application/json',
  'text/html',
  'application/yaml',
  ';;,',
  'application/json;as=',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v9;g=x',
);
const asked: fc.Arbitrary<Asked> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE', 'SEARCH'),
  path,
  query,
  headers: fc.tuple(type, accept, fc.boolean()).map(([contentType, accepted, isZipped]) => ({
    'content-type': contentType,
    accept: accepted,
    ...(isZipped && { 'content-encoding': 'gzip' }),
  })),
  body,
});

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Sends a request, and reads its answer. */
async function send(
  { server }: ApiServerFixture,
  agent: Agent,
  { body: content, headers, method, path: target, query: parameters }: Asked,
): Promise<Answered> {
  const sent = request({
    host: '127.0.0.1',
    port: server.port,
    agent,
    method,
    path: parameters === '' ? target : `${target}?${parameters}`,
    headers: {
      ...headers,
      authorization: `Bearer ${server.token.reveal()}`,
      'content-length': Buffer.byteLength(content),
    },
  });
  sent.end(content);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type'] ?? '',
    text: Buffer.concat(chunks).toString(),
  };
}

/** Every answer is complete and in the form that clients understand, and tells no secret. */
function check({ status, text, type: contentType }: Answered, shown: string): void {
  assert.ok(status >= 200 && status < 600 && status !== 500, `${status} for ${shown}: ${text}`);
  assert.ok(!text.includes(secret), shown);
  if (status < 400) return;
  assert.equal(contentType, 'application/json', shown);
  const { code, kind, reason } = JSON.parse(text) as Record<string, unknown>;
  assert.deepEqual([kind, code], ['Status', status], shown);
  assert.equal(typeof reason, 'string', shown);
}

async function open(context: TestContext): Promise<{ fixture: ApiServerFixture; agent: Agent }> {
  const fixture = await openApiServer(context);
  fixture.sessions.runner.onRun = ({ events }) => events.ended(0);
  // The certificate is parsed once, not for each of the many connections.
  const secureContext = createSecureContext({ ca: fixture.server.certificate });
  const agent = new Agent({ keepAlive: true, maxSockets: 4, secureContext });
  context.after(() => agent.destroy());
  return { fixture, agent };
}

test(`${count} random, malformed and hostile requests leave the host alive`, async (context) => {
  const { agent, fixture } = await open(context);
  const lists = fc.array(asked, { minLength: 8, maxLength: 8 });
  const seen = new Set<number>();
  const sendOne = async (one: Asked): Promise<void> => {
    const answered = await send(fixture, agent, one);
    seen.add(answered.status);
    check(answered, JSON.stringify(one));
  };
  const round = async (requests: readonly Asked[]): Promise<void> => {
    await Promise.all(requests.map(sendOne));
  };
  await fc.assert(fc.asyncProperty(lists, round), { numRuns: count / 8 });
  // The requests get as far as each kind of answer.
  for (const status of [200, 201, 400, 404, 405, 406, 415, 422]) {
    assert.ok(seen.has(status), `no ${status} among ${[...seen].join(', ')}`);
  }
  const list = { method: 'GET', path: collectionPath, query: '', headers: {}, body: '' };
  assert.equal((await send(fixture, agent, list)).status, 200);
  const logged = fixture.sessions.log.lines.join('\n');
  assert.ok(!logged.includes(secret) && !logged.includes('An API request failed'), logged);
  assert.equal(Object.keys(Object.prototype).length, 0);
});
