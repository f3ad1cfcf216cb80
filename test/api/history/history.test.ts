import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from '../../../src/api/history/history.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';

const owner = { kind: 'api' } as const;
const launch = { launchConfiguration: { type: 'node' }, env: [{ name: 'KEY', value: 'secret' }] };
const fiveMinutes = 5 * 60 * 1_000;

test('changes are recorded from the first use until five minutes after the last one', async (context) => {
  const { clock, sessions } = await openFixture(context);
  const history = new History({ sessions, clock, maxChanges: 10, maxSize: 10_000 });
  const change = (name: string): number =>
    sessions.create(owner, launch, { name }).metadata.resourceVersion;
  const isKept = (version: number): boolean => history.get(version) !== undefined;
  assert.equal(isKept(change('a')), false);
  history.now();
  assert.equal(isKept(change('b')), true);
  clock.advance(fiveMinutes);
  const last = change('c');
  assert.equal(isKept(last), true);
  clock.advance(1);
  assert.equal(isKept(change('d')), false);
  assert.equal(isKept(last), false);
  assert.ok(history.isCompacted(last));
  // Used again, it knows what happens from now on.
  assert.throws(() => history.at(last), { reason: 'Expired' });
  assert.equal(isKept(change('e')), true);
});

test('changes are recorded as long as there is a watch', async (context) => {
  const { clock, sessions } = await openFixture(context);
  const history = new History({ sessions, clock, maxChanges: 10, maxSize: 10_000 });
  const watch = history.follow(() => {});
  clock.advance(fiveMinutes + 1);
  assert.ok(history.get(sessions.create(owner, launch).metadata.resourceVersion) !== undefined);
  watch.dispose();
  assert.equal(history.get(sessions.create(owner, launch).metadata.resourceVersion), undefined);
});

test('the history is bounded by the size of the changes and holds no values of variables', async (context) => {
  const { clock, sessions } = await openFixture(context);
  const history = new History({ sessions, clock, maxChanges: 1_000, maxSize: 20_000 });
  history.now();
  const first = sessions.version + 1;
  for (let count = 0; count < 100; count++) {
    sessions.create(owner, launch, { annotations: { note: 'x'.repeat(1_000) } });
  }
  const versions = Array.from({ length: 100 }, (_, index) => first + index);
  const kept = versions.filter((version) => history.get(version) !== undefined);
  assert.ok(kept.length >= 10 && kept.length <= 20, `${kept.length}`);
  assert.equal(kept.at(-1), sessions.version);
  assert.ok(!JSON.stringify(kept.map((version) => history.get(version))).includes('secret'));
});
