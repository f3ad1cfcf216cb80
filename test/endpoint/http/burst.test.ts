// Sessions whose requests follow each other. The clock advances only when a test says so.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Controller } from '../../../tools/controller/controller.ts';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import type { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { manualClockFromNow } from '../../../tools/fixtures/time/startingNow.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

interface Burst {
  readonly fixture: EndpointFixture;
  readonly controller: Controller;
  readonly clock: ManualClock;
  /** The ids of three sessions, of which only the first has been started. */
  readonly ids: readonly string[];
}

async function openBurst(context: TestContext): Promise<Burst> {
  const clock = manualClockFromNow();
  const fixture = await openEndpoint(context, { clock });
  const controller = fixture.controller();
  await controller.connect();
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) ids.push((await controller.runSession(goodRun)).id);
  await until('the first session runs', () => fixture.runner.runs.length > 0);
  await turn();
  assert.deepEqual(started(fixture, ids), [true, false, false]);
  return { fixture, controller, clock, ids };
}

function started({ runner }: EndpointFixture, ids: readonly string[]): readonly boolean[] {
  return ids.map((id) => runner.find(id) !== undefined);
}

/** Closes the host, whose time limits need a clock that advances. */
async function close({ clock, fixture }: Burst): Promise<void> {
  let isClosed = false;
  const closed = fixture.host.close().finally(() => (isClosed = true));
  await until('the host has closed', async () => {
    await turn();
    if (!isClosed) clock.advance(50);
    return isClosed;
  });
  await closed;
}

test('sessions whose requests follow each other start together', async (context) => {
  const burst = await openBurst(context);
  const { clock, fixture, ids } = burst;
  clock.advance(5);
  await until('all sessions run', () => started(fixture, ids).every(Boolean));
  await close(burst);
});

test('a session that waits for the others can be stopped', async (context) => {
  const burst = await openBurst(context);
  const { clock, controller, fixture, ids } = burst;
  const [, second = '', third = ''] = ids;
  assert.equal(await controller.stopSession(second, { awaitEnd: true }), 200);
  clock.advance(5);
  await until('the third session runs', () => fixture.runner.find(third) !== undefined);
  assert.equal(fixture.host.sessions.get(second)?.status.state, 'Stopped');
  await close(burst);
  controller.assertClean();
});
