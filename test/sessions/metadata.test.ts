import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { openFixture, type SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn, until } from '../../tools/fixtures/waiting.ts';

const owner = { kind: 'api' } as const;
const launch = { launchConfiguration: { type: 'node' }, env: [] };

async function run(fixture: SessionFixture, output: string): Promise<string> {
  const { uid } = fixture.sessions.create(owner, launch, { name: 'shop' }).metadata;
  fixture.sessions.start('shop');
  await turn();
  const events = fixture.runner.runs.at(-1)?.events;
  assert.ok(events !== undefined);
  events.started(1);
  await events.output('stdout', Buffer.from(output));
  events.ended(0);
  return uid;
}

test('a session with finalizers is stopped, and removed when there are none left', async (context) => {
  const fixture = await openFixture(context);
  const { sessions } = fixture;
  sessions.create(owner, launch, { name: 'shop', finalizers: ['example.com/hold'] });
  sessions.start('shop');
  await turn();
  const { events } = fixture.runner.of('shop');
  events.started(1);
  sessions.remove('shop');
  assert.equal(fixture.state('shop'), 'Stopping');
  events.ended(143);
  assert.equal(fixture.state('shop'), 'Stopped');
  sessions.update('shop', { metadata: { finalizers: [] } });
  assert.equal(sessions.get('shop'), undefined);
});

test('a session with finalizers that never started is removed when there are none left', async (context) => {
  const { sessions } = await openFixture(context);
  sessions.create(owner, launch, { name: 'shop', finalizers: ['example.com/hold'] });
  sessions.remove('shop');
  assert.equal(sessions.get('shop')?.status.state, '');
  sessions.update('shop', { metadata: { finalizers: [] } });
  assert.equal(sessions.get('shop'), undefined);
});

test('a name that is used again refers to the new session and its own output', async (context) => {
  const fixture = await openFixture(context);
  const first = await run(fixture, 'first\n');
  const held = fixture.sessions.holdOutput('shop');
  fixture.sessions.remove('shop');
  const second = await run(fixture, 'second\n');
  assert.notEqual(second, first);
  const texts = [];
  for (const output of [held, fixture.sessions.holdOutput('shop')]) {
    const reading = await output.read('stdout', 0, 100);
    texts.push(reading.kind === 'bytes' ? String(Buffer.from(reading.bytes)) : reading.kind);
    output.dispose();
  }
  assert.deepEqual(texts, ['first\n', 'second\n']);
  await until('the output of the first session is removed', () => {
    const files = existsSync(fixture.logFolder) ? readdirSync(fixture.logFolder) : [];
    return files.length > 0 && files.every((file) => file.startsWith(second));
  });
});
