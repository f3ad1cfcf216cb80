import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BuildProgress } from '../../src/projects/buildProgress.ts';
import { deferred } from '../../src/common/deferred.ts';
import type { BuildResult } from '../../src/dotnet/build/buildPlan.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

function begin() {
  const clock = new ManualClock();
  const messages: string[] = [];
  const message = (level: string, text: string): void => void messages.push(`${level}: ${text}`);
  const progress = new BuildProgress('Shop', clock, { message });
  const build = deferred<BuildResult>();
  return { build, clock, messages, progress, followed: progress.follow(build.promise) };
}

test('a build of up to a second is not reported', async () => {
  const { build, clock, followed, messages } = begin();
  clock.advance(999);
  build.resolve({ kind: 'succeeded', issues: [] });
  assert.equal((await followed).kind, 'succeeded');
  clock.advance(10_000);
  assert.deepEqual(messages, []);
  assert.equal(clock.pending, 0);
});

test('a build of more than a second is reported, with its duration at the end', async () => {
  const { build, clock, followed, messages } = begin();
  clock.advance(1_000);
  assert.deepEqual(messages, ['info: Building Shop…']);
  clock.advance(11_340);
  build.resolve({ kind: 'succeeded', issues: [] });
  await followed;
  assert.deepEqual(messages.slice(1), ['info: Build succeeded after 12.3 s: Shop.']);
});

test('a queued build is reported as waiting', async () => {
  const { build, clock, followed, messages, progress } = begin();
  progress.postponed();
  clock.advance(2_000);
  build.resolve({ kind: 'failed', issues: [], output: '' });
  await followed;
  assert.deepEqual(messages, [
    'info: Waiting for another build before building Shop…',
    'info: Build failed after 2.0 s: Shop.',
  ]);
});

test('a cancelled build reports no duration, and an error is passed on', async () => {
  const stopped = begin();
  stopped.clock.advance(1_000);
  stopped.build.resolve({ kind: 'stopped', issues: [] });
  await stopped.followed;
  assert.deepEqual(stopped.messages, ['info: Building Shop…']);

  const broken = begin();
  broken.build.reject(new Error('no SDK'));
  await assert.rejects(broken.followed, { message: 'no SDK' });
  broken.clock.advance(1_000);
  assert.deepEqual(broken.messages, []);
});
