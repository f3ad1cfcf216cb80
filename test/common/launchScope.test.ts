import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LaunchCancelled, LaunchScope } from '../../src/common/launchScope.ts';
import { deferred } from '../../src/common/deferred.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

test('a resource is returned, and released with the scope', async () => {
  const scope = new LaunchScope();
  const released: string[] = [];
  const release = async (name: string): Promise<void> => void released.push(name);
  assert.equal(await scope.hold(Promise.resolve('server'), release), 'server');
  assert.equal(await scope.hold(Promise.resolve('browser'), release), 'browser');
  assert.deepEqual(released, []);
  await scope.release();
  assert.deepEqual(released, ['server', 'browser']);
});

test('resources are released in parallel, and the release waits for all', async () => {
  const scope = new LaunchScope();
  const [server, browser] = [deferred(), deferred()];
  const begun: string[] = [];
  for (const [name, { promise }] of Object.entries({ server, browser })) {
    await scope.hold(Promise.resolve(name), () => {
      begun.push(name);
      return promise;
    });
  }
  let isOver = false;
  const over = scope.release().then(() => (isOver = true));
  await turn();
  assert.deepEqual(begun, ['server', 'browser']);
  server.resolve();
  await turn();
  assert.equal(isOver, false);
  browser.resolve();
  await over;
});

test('dependents are released first', async () => {
  const scope = new LaunchScope();
  const letGo = deferred();
  const begun: string[] = [];
  await scope.hold(Promise.resolve(), async () => begun.push('browser'));
  await scope.holdDependent(Promise.resolve(), () => {
    begun.push('debugger');
    return letGo.promise;
  });
  const over = scope.release();
  await turn();
  assert.deepEqual(begun, ['debugger']);
  letGo.resolve();
  await over;
  assert.deepEqual(begun, ['debugger', 'browser']);
});

test('dependents are released first regardless of the order of arrival', async () => {
  const scope = new LaunchScope();
  const order: string[] = [];
  const releaseOf = (name: string, done: Promise<void>) => async () => {
    await done;
    order.push(name);
  };
  const debuggerGone = deferred();
  await scope.holdDependent(
    Promise.resolve('debugger'),
    releaseOf('debugger', debuggerGone.promise),
  );
  await scope.hold(Promise.resolve('browser'), releaseOf('browser', Promise.resolve()));
  const over = scope.release();
  await turn();
  assert.deepEqual(order, []);
  debuggerGone.resolve();
  await over;
  assert.deepEqual(order, ['debugger', 'browser']);
});

/** The two ways to add a resource. */
const ways = ['hold', 'holdDependent'] as const;

for (const hold of ways) {
  test(`with ${hold}, a resource that arrives too late is released and not returned`, async () => {
    const scope = new LaunchScope();
    const arrival = deferred<string>();
    const released: string[] = [];
    const holding = scope[hold](arrival.promise, async (name) => void released.push(name));
    const refused = assert.rejects(holding, LaunchCancelled);
    let isOver = false;
    const over = scope.release().then(() => (isOver = true));
    await turn();
    assert.equal(isOver, false, 'the release waits for it');
    arrival.resolve('late');
    await refused;
    await over;
    assert.deepEqual(released, ['late']);
  });

  test(`with ${hold}, a resource that can't be released does not prevent the release of others`, async () => {
    const scope = new LaunchScope();
    const released: string[] = [];
    await scope[hold](Promise.resolve('broken'), () => Promise.reject(new Error('broken')));
    await scope.hold(Promise.resolve('sound'), async (name) => void released.push(name));
    await scope.release();
    assert.deepEqual(released, ['sound']);
  });
}

test('a resource that is requested after the release is released when it arrives', async () => {
  const scope = new LaunchScope();
  await scope.release();
  const released: string[] = [];
  const holding = scope.hold(Promise.resolve('late'), async (name) => void released.push(name));
  await assert.rejects(holding, LaunchCancelled);
  assert.deepEqual(released, ['late']);
});

test('a resource that fails to arrive rejects with its error and does not delay the release', async () => {
  const scope = new LaunchScope();
  const arrival = deferred<string>();
  const holding = scope.hold(arrival.promise, () => assert.fail('there is nothing to release'));
  const failed = assert.rejects(holding, /no such browser/);
  const over = scope.release();
  arrival.reject(new Error('no such browser'));
  await failed;
  await over;
});

test('repeated releases release each resource once', async () => {
  const scope = new LaunchScope();
  let count = 0;
  await scope.hold(Promise.resolve(), async () => (count += 1));
  await Promise.all([scope.release(), scope.release()]);
  await scope.release();
  assert.equal(count, 1);
});

test('its signal is aborted with the reason when the release begins', async () => {
  const scope = new LaunchScope();
  assert.equal(scope.signal.aborted, false);
  scope.check();
  const over = scope.release();
  assert.ok(scope.signal.reason instanceof LaunchCancelled);
  assert.throws(() => scope.check(), LaunchCancelled);
  await over;
});

test('a nested scope is released with the outer one, dependents of both first', async () => {
  const outer = new LaunchScope();
  const inner = outer.nested();
  const order: string[] = [];
  const release = async (name: string): Promise<unknown> => order.push(name);
  await outer.hold(Promise.resolve('server'), release);
  await inner.hold(Promise.resolve('browser'), release);
  await inner.holdDependent(Promise.resolve('debugger'), release);
  const over = outer.release();
  assert.ok(inner.signal.aborted);
  await over;
  assert.deepEqual(order.slice(0, 1), ['debugger']);
  assert.deepEqual(order.toSorted(), ['browser', 'debugger', 'server']);
});

test('releasing a nested scope does not affect the outer one', async () => {
  const outer = new LaunchScope();
  const inner = outer.nested();
  const order: string[] = [];
  const release = async (name: string): Promise<unknown> => order.push(name);
  await outer.hold(Promise.resolve('server'), release);
  await inner.hold(Promise.resolve('browser'), release);
  await inner.release();
  assert.deepEqual(order, ['browser']);
  assert.equal(outer.signal.aborted, false);
  await outer.release();
  assert.deepEqual(order, ['browser', 'server']);
});

test('a scope that is nested after the release releases what is added', async () => {
  const outer = new LaunchScope();
  await outer.release();
  const inner = outer.nested();
  assert.ok(inner.signal.aborted);
  const released: string[] = [];
  const holding = inner.hold(Promise.resolve('late'), async (name) => void released.push(name));
  await assert.rejects(holding, LaunchCancelled);
  assert.deepEqual(released, ['late']);
});
