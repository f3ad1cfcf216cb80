import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import { openWatch } from '../../../tools/fixtures/api/watchReader.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

/** About as much as a socket and its client buffer. */
const large = 'x'.repeat(100_000);

test('a client that reads too slowly is told to list again, and others are not affected', async (context) => {
  const fixture = await openApi(context);
  const { sessions } = fixture.sessions;
  const launch = { launchConfiguration: { type: 'node' }, env: [] };
  sessions.create({ kind: 'api' }, launch, { name: 'a' });
  const slow = await openWatch(context, fixture);
  const fast = await openWatch(context, fixture);
  slow.response.pause();
  const count = 400;
  for (let index = 0; index < count; index++) {
    sessions.update('a', { metadata: { annotations: { large, index: String(index) } } });
    if (index % 10 === 0) await fast.received(index);
  }
  await fast.received(count + 1);
  slow.response.resume();
  const lines = await slow.ended();
  const last = lines.at(-1);
  assert.ok(last?.type === 'ERROR' && last.object.code === 410);
  assert.ok(lines.length < count / 2);
  assert.equal(fast.isEnded, false);
});

test('clients that do not read cost no memory and are disconnected', async (context) => {
  const fixture = await openApi(context);
  const { clock, sessions } = fixture.sessions;
  const launch = { launchConfiguration: { type: 'node' }, env: [] };
  sessions.create({ kind: 'api' }, launch, { name: 'a' });
  const slow = await Promise.all(
    Array.from({ length: 20 }, () => openWatch(context, fixture, { resourceVersion: '0' })),
  );
  for (const { response } of slow) response.pause();
  const before = process.memoryUsage().arrayBuffers;
  const count = 1_000;
  for (let index = 0; index < count; index++) {
    sessions.update('a', { metadata: { annotations: { large, index: String(index) } } });
    if (index % 20 === 0) await turn();
  }
  const grown = process.memoryUsage().arrayBuffers - before;
  // Queues of their own would hold as much as was sent for each of them.
  assert.ok(grown < 2 * count * large.length, `${grown} bytes`);
  clock.advance(10_000);
  await until('they are disconnected', async () => (await fixture.connections()) === 0);
});
