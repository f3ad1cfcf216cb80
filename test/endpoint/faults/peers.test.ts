import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { listen } from '../../../tools/fixtures/endpoint/notifyClient.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('a controller that pings but never reads is disconnected, and receives everything when it reconnects', async (context) => {
  const fixture = await openEndpoint(context, { settings: { silenceLimit: 300 } });
  const asking = fixture.controller({ instanceId: 'deaf' });
  const { id } = await asking.runSession(goodRun);
  asking.vanish();
  await until('the session runs', () => fixture.runner.find(id) !== undefined);
  const run = fixture.runner.of(id);
  run.events.started(1);
  const deaf = await listen(context, fixture, 'deaf');
  await deaf.heard(1);
  deaf.webSocket.pause();
  const pings = setInterval(() => deaf.webSocket.ping(), 50);
  afterTest(context, () => clearInterval(pings));
  // More than all buffers between the two can hold.
  const line = `${'x'.repeat(999)}\n`;
  const count = 40_000;
  for (let written = 0; written < count; written++) run.write(line);
  await until('it is disconnected', () =>
    fixture.log.lines.some((text) => /Controller deaf has not responded for 0.3 s/.test(text)),
  );
  run.events.ended(0);
  const next = await listen(context, fixture, 'deaf');
  await until(
    'the end is received',
    () => next.messages.at(-1)?.includes('"sessionTerminated"') === true,
  );
  assert.equal(next.output.replaceAll(line, ''), '');
  const before = deaf.output.length / line.length;
  assert.ok(next.output.length / line.length >= count - before);
});
