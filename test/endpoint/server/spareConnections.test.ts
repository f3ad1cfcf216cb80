import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { type RawConnection, requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { dial, goodHeaders } from '../http/answers.ts';

test('a connection that never sent anything is closed without a response', async (context) => {
  const fixture = await openEndpoint(context, { settings: { headersTimeout: 100 } });
  const spare = await dial(fixture);
  await spare.closed;
  assert.equal(spare.received, '');
  assert.ok(fixture.log.lines.every((line) => !line.includes('refused')));
});

test('a connection that has sent a valid token outlasts silent ones', async (context) => {
  const fixture = await openEndpoint(context, { settings: { headersTimeout: 100 } });
  const known = await dial(fixture);
  const ask = async (): Promise<void> => {
    known.write(requestText('GET', '/info', goodHeaders(fixture)));
    assert.equal((await known.answer())?.status, 200);
  };
  await ask();
  for (let count = 0; count < 2; count++) await (await dial(fixture)).closed;
  await ask();
});

test('when too many connections have no valid token, the oldest are closed', async (context) => {
  const connectionLimits = { unauthenticated: 10, authenticated: 10 };
  const fixture = await openEndpoint(context, { settings: { connectionLimits } });
  const known = await dial(fixture);
  const ask = async (): Promise<void> => {
    known.write(requestText('GET', '/info', goodHeaders(fixture)));
    assert.equal((await known.answer())?.status, 200);
  };
  await ask();
  const spares: RawConnection[] = [];
  for (let count = 0; count < 12; count++) spares.push(await dial(fixture));
  await Promise.all(spares.slice(0, 2).map(({ closed }) => closed));
  assert.deepEqual(
    spares.map(({ isClosed }) => isClosed),
    spares.map((_, index) => index < 2),
  );
  await ask();
  assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
});
