import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { UnusedWatch } from '../../../src/cli/unused.ts';
import { Emitter } from '../../../src/common/emitter.ts';
import { Presence } from '../../../src/endpoint/delivery/presence.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const linger = 60_000;
/** How soon after its command a controller counts as ending with it. */
const settleTime = 15_000;

/** A host that a test uses and releases. */
class UsedHost {
  readonly clock = new ManualClock();
  readonly controllers = new Presence();
  readonly sessions: { hasActive: boolean; changes: Emitter<void>['event'] };
  readonly #sessionChanges = new Emitter<void>();

  constructor() {
    this.sessions = { hasActive: false, changes: this.#sessionChanges.event };
  }

  run(hasActive: boolean): void {
    this.sessions.hasActive = hasActive;
    this.#sessionChanges.fire();
  }

  /** Ends the command. */
  watch(context: TestContext, { isControllerExpected = true, time = linger } = {}): UnusedWatch {
    const watch = new UnusedWatch(this, { clock: this.clock, linger: time, isControllerExpected });
    context.after(() => watch.dispose());
    return watch;
  }
}

test('a host that no controller has used yet waits for one', (context) => {
  const host = new UsedHost();
  const watch = host.watch(context);
  host.clock.advance(linger - 1);
  assert.equal(watch.isUnused, false);
  host.clock.advance(1);
  assert.equal(watch.isUnused, true);
});

test('the host does not wait for controllers after a failed command', (context) => {
  const host = new UsedHost();
  assert.equal(host.watch(context, { isControllerExpected: false }).isUnused, true);
});

test('a controller is served even if its command has failed', (context) => {
  const host = new UsedHost();
  host.controllers.add('one');
  const watch = host.watch(context, { isControllerExpected: false });
  host.clock.advance(10 * linger);
  assert.equal(watch.isUnused, false);
});

test('the host does not wait for controllers that disconnected before the command ended', (context) => {
  const host = new UsedHost();
  host.controllers.add('one');
  host.controllers.remove('one');
  assert.equal(host.watch(context).isUnused, true);
});

test('the host does not wait for controllers that end together with their command', (context) => {
  const host = new UsedHost();
  for (const one of ['one', 'two']) host.controllers.add(one);
  host.run(true);
  const watch = host.watch(context);
  host.controllers.remove('one');
  host.controllers.remove('two');
  assert.equal(watch.isUnused, false);
  host.clock.advance(settleTime - 1);
  host.run(false);
  assert.equal(watch.isUnused, true);
});

test('a controller that outlives its command can reconnect while the host lingers', (context) => {
  const host = new UsedHost();
  host.controllers.add('one');
  const watch = host.watch(context);
  host.clock.advance(settleTime);
  host.controllers.remove('one');
  host.clock.advance(linger - 1);
  host.controllers.add('one');
  host.clock.advance(10 * linger);
  assert.equal(watch.isUnused, false);
  host.controllers.remove('one');
  host.clock.advance(linger - 1);
  assert.equal(watch.isUnused, false);
  host.clock.advance(1);
  assert.equal(watch.isUnused, true);
});

test('sessions run to their end, and the host lingers after that', (context) => {
  const host = new UsedHost();
  host.controllers.add('one');
  host.run(true);
  const watch = host.watch(context);
  host.controllers.remove('one');
  host.clock.advance(10 * linger);
  assert.equal(watch.isUnused, false);
  host.run(false);
  host.clock.advance(linger - 1);
  assert.equal(watch.isUnused, false);
  host.clock.advance(1);
  assert.equal(watch.isUnused, true);
});

test('a host without linger time ends as soon as it is unused', (context) => {
  const host = new UsedHost();
  host.controllers.add('one');
  const watch = host.watch(context, { time: 0 });
  host.clock.advance(settleTime);
  assert.equal(watch.isUnused, false);
  host.controllers.remove('one');
  assert.equal(watch.isUnused, true);
});

test('a disposed watch leaves no timer behind', () => {
  const host = new UsedHost();
  const { clock } = host;
  new UnusedWatch(host, { clock, linger, isControllerExpected: true }).dispose();
  assert.equal(clock.pending, 0);
});
