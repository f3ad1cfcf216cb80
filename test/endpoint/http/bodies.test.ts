import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { readJson } from '../../../src/common/server/body.ts';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { assertRefused, dial, goodHeaders, sendWith } from './answers.ts';
import { requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';

const mebi = 1024 * 1024;
const version = '?api-version=2025-10-01';

/** A valid request of about that many bytes, most of them variables. */
function largeRun(bytes: number) {
  const value = 'v'.repeat(1000);
  const count = Math.floor(bytes / 1040);
  const env = Array.from({ length: count }, (_, index) => ({
    name: `VARIABLE_${String(index).padStart(6, '0')}`,
    value,
  }));
  return { ...goodRun, env };
}

test('a request of 15 MiB with a huge environment is accepted where the limit allows it', async (context) => {
  const fixture = await openEndpoint(context, { settings: { bodyLimit: 16 * mebi } });
  const run = largeRun(15 * mebi);
  assert.ok(JSON.stringify(run).length > 14.5 * mebi);
  const { id } = await fixture.controller().runSession(run);
  await until('the session was run', () => fixture.runner.find(id) !== undefined);
  assert.deepEqual(fixture.runner.of(id).session.spec.env, run.env);
});

test('the most arguments and variables that Linux accepts fit into the default limit', async (context) => {
  const fixture = await openEndpoint(context);
  const args = Array.from({ length: 2_000 }, (_, index) => `${index} ${'a'.repeat(500)}`);
  const run = { ...largeRun(2 * mebi), args };
  const { id } = await fixture.controller().runSession(run);
  await until('the session was run', () => fixture.runner.find(id) !== undefined);
  const { spec } = fixture.runner.of(id).session;
  assert.deepEqual([spec.env, spec.args], [run.env, args]);
});

test('a large body is decoded, parsed and planned in slices, a small one at once', async () => {
  for (const [size, turns] of [
    [1000, 0],
    [3 * mebi, 3],
  ] as const) {
    const body = Buffer.from(JSON.stringify(largeRun(size)));
    const request = Object.assign(Readable.from([body]), {
      headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
    });
    let taken = 0;
    let isEnded = false;
    request.once('end', () => (isEnded = true));
    const count = (): void => {
      if (isEnded) taken++;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    await readJson(request as unknown as IncomingMessage, 4 * mebi);
    clearImmediate(counting);
    assert.ok(taken >= turns && taken <= turns + 1, `${taken} turns for ${size} bytes`);
  }
});

test('names that exceed the maximum path length are refused in every property', async (context) => {
  const controller = (await openEndpoint(context)).controller();
  const long = 'a/'.repeat(20_000);
  for (const property of ['script_path', 'working_directory', 'runtime_executable']) {
    const body = {
      launch_configurations: [{ type: 'node', script_path: 'a.js', [property]: long }],
    };
    const answer = await controller.request('PUT', '/run_session', { body });
    const { message } = assertRefused(answer, 'InvalidLaunchConfiguration');
    assert.match(message, new RegExp(`${property}: must not be longer than 32767 characters`));
    assert.ok(message.length < 1000);
  }
  const env = [{ name: 'LD_'.padEnd(40_000, 'A'), value: '' }];
  const answer = await controller.request('PUT', '/run_session', { body: { ...goodRun, env } });
  assertRefused(answer, 'InvalidRequest');
});

test('a long argument is not treated as a path', async (context) => {
  const fixture = await openEndpoint(context);
  const args = ['../'.repeat(20_000)];
  const { id } = await fixture.controller().runSession({ ...goodRun, args });
  await until('the session was run', () => fixture.runner.find(id) !== undefined);
  assert.deepEqual(fixture.runner.of(id).session.spec.args, args);
});

test('objects with thousands of properties are refused, however deeply they are nested', async (context) => {
  const controller = (await openEndpoint(context)).controller();
  const wide = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`p${index}`, 0]));
  for (const body of [
    { ...goodRun, ...wide },
    { launch_configurations: [{ type: 'node', script_path: 'a.js', x: [{ y: wide }] }] },
  ]) {
    const answer = await controller.request('PUT', '/run_session', { body });
    assertRefused(answer, 'BodyTooComplex');
  }
});

test('a body may have exactly as many bytes as the limit', async (context) => {
  const limit = 2000;
  const fixture = await openEndpoint(context, { settings: { bodyLimit: limit } });
  const controller = fixture.controller();
  const body = JSON.stringify(goodRun).padEnd(limit, ' ');
  assert.equal((await controller.request('PUT', '/run_session', { body })).status, 201);
  const answer = await controller.request('PUT', '/run_session', { body: `${body} ` });
  assertRefused(answer, 'BodyTooLarge');
});

test('a body without an announced length is limited too', async (context) => {
  const fixture = await openEndpoint(context, { settings: { bodyLimit: 2000 } });
  const connection = await dial(fixture);
  const headers = {
    ...goodHeaders(fixture),
    'Content-Type': 'application/json',
    'Transfer-Encoding': 'chunked',
  };
  connection.write(requestText('PUT', `/run_session${version}`, headers));
  for (let count = 0; count < 3; count++) connection.write(`3e8\r\n${' '.repeat(1000)}\r\n`);
  connection.write('0\r\n\r\n');
  assertRefused(await connection.answer(), 'BodyTooLarge');
  connection.socket.destroy();
});

test('a body that exceeds the limit when decompressed is refused', async (context) => {
  const fixture = await openEndpoint(context, { settings: { bodyLimit: 100_000 } });
  const controller = fixture.controller();
  const headers = { 'content-encoding': 'gzip' };
  const pack = (run: object): Buffer => gzipSync(JSON.stringify(run));
  const bomb = { headers, body: pack(largeRun(mebi)) };
  assert.ok(bomb.body.length < 50_000);
  assertRefused(await controller.request('PUT', '/run_session', bomb), 'BodyTooLarge');
  const small = { headers, body: pack(goodRun) };
  assert.equal((await controller.request('PUT', '/run_session', small)).status, 201);
});

test('many thousands of errors are answered as quickly and briefly as a few', async (context) => {
  const fixture = await openEndpoint(context);
  const body = `{"launch_configurations":[{"type":"node","script_path":"a.js"}],"env":[${'0,'.repeat(10_000)}0]}`;
  const answer = await fixture.controller().request('PUT', '/run_session', { body });
  const { details = [] } = assertRefused(answer, 'InvalidRequest');
  assert.ok(details.length >= 1 && details.length <= 30, `${details.length} details`);
  assert.ok(answer.text.length < 10_000);
});

test('a deeply nested body is refused before it is parsed', async (context) => {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  const within = (deep: string): string =>
    `{"launch_configurations":[{"type":"node","script_path":"a.js","x":${deep}}]}`;
  for (const body of [nested(300_000), `{"env":${nested(300_000)}}`, within(nested(62))]) {
    const answer = await controller.request('PUT', '/run_session', { body });
    assertRefused(answer, 'BodyTooComplex');
  }
  const body = within(nested(61));
  assert.equal((await controller.request('PUT', '/run_session', { body })).status, 201);
});

test('millions of values are refused before they are parsed', async (context) => {
  const fixture = await openEndpoint(context, { settings: { bodyLimit: 16 * mebi } });
  for (const value of ['0,', '{},', '"",']) {
    const body = `{"env":[${value.repeat(5 * mebi)}0]}`;
    const answer = await fixture.controller().request('PUT', '/run_session', { body });
    assertRefused(answer, 'BodyTooComplex');
  }
});

test('every error names its property', async (context) => {
  const controller = (await openEndpoint(context)).controller();
  const body = {
    launch_configurations: [{ type: 'node', mode: 'Fast' }],
    env: [{ name: 'GOOD', value: '' }, { name: '' }, { name: 'A', value: 7 }],
    args: ['fine', 'NUL\0'],
  };
  const answer = await controller.request('PUT', '/run_session', { body });
  const { details = [], message } = assertRefused(answer, 'InvalidRequest');
  const places = details.map((detail) => detail.message.split(':')[0]);
  assert.deepEqual(places, ['launch_configurations.0.mode', 'env.1.name', 'env.2.value', 'args.1']);
  for (const detail of details) assert.ok(message.includes(detail.message));
});

test('neither responses nor the log repeat values from the request', async (context) => {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  const secret = 'hunter2-hunter2';
  const env = [{ name: 'PASSWORD', value: secret }];
  const [configuration] = goodRun.launch_configurations;
  const bodies = [
    { ...goodRun, env: [{ name: 'A', value: { secret } }] },
    { ...goodRun, env: [{ name: `${secret}=`, value: `${secret}\0` }] },
    { ...goodRun, env: secret },
    { ...goodRun, env, args: [`${secret}\0`, { secret }] },
    { ...goodRun, env, args: secret },
    { launch_configurations: [{ ...configuration, mode: secret }], env },
    { launch_configurations: [{ ...configuration, script_path: [secret] }], env },
    { launch_configurations: [{ ...configuration, launch_method: secret }], env },
    { launch_configurations: [{ type: 'node' }], env },
    { launch_configurations: [], env },
    { env },
    [secret],
    `{"env":[{"name":"PASSWORD","value":"${secret}"}],`,
    secret,
  ];
  for (const body of bodies) {
    const answer = await controller.request('PUT', '/run_session', { body });
    assert.equal(answer.status, 400, answer.text.replaceAll(secret, '…'));
    assert.ok(!answer.text.includes(secret));
    assert.ok(!JSON.stringify(answer.headers).includes(secret));
  }
  assert.ok(!fixture.log.lines.join('\n').includes(secret));
});

test('a client may wait for 100 Continue before it sends the body', async (context) => {
  const fixture = await openEndpoint(context);
  const body = JSON.stringify(goodRun);
  const connection = await dial(fixture);
  const headers = {
    ...goodHeaders(fixture),
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    Expect: '100-continue',
  };
  connection.write(requestText('PUT', `/run_session${version}`, headers));
  assert.equal((await connection.answer())?.status, 100);
  connection.write(body);
  assert.equal((await connection.answer())?.status, 201);
  connection.socket.destroy();
});

test('an unknown Expect header is ignored, but the token is checked', async (context) => {
  const fixture = await openEndpoint(context);
  const headers = { Expect: 'the-impossible' };
  assert.equal((await sendWith(fixture, 'GET', '/info', headers))?.status, 200);
  const wrong = { ...headers, Authorization: 'Bearer wrong' };
  assertRefused(await sendWith(fixture, 'GET', '/info', wrong), 'InvalidToken');
});

const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
for (const [encoding, pack] of Object.entries(packers)) {
  test(`a damaged or truncated ${encoding} body is refused for its encoding`, async (context) => {
    const controller = (await openEndpoint(context)).controller();
    const whole = pack(JSON.stringify(largeRun(20_000)));
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 20, 40);
    for (const body of [whole.subarray(0, -10), whole.subarray(0, 5), damaged, Buffer.from('{}')]) {
      const headers = { 'content-encoding': encoding };
      const answer = await controller.request('PUT', '/run_session', { headers, body });
      assertRefused(answer, 'InvalidContentEncoding');
    }
  });
}
