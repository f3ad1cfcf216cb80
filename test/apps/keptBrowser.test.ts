import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptBrowser, restoreAddress, type Tab } from '../../src/apps/keptBrowser.ts';
import type { BrowserPlan } from '../../src/browser/program/browserProgram.ts';
import { deferred } from '../../src/common/deferred.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

const plan = { headless: 'always' } as unknown as BrowserPlan;
const url = 'http://127.0.0.1:5000/';
const tab: Tab = { targetId: 'T', url };

/** The browsers of a session's launches. */
class Fixture {
  readonly kept = new KeptBrowser<{ readonly ended: Promise<never> }>();
  closed = 0;
  readonly #ended = deferred<never>();
  readonly browser = { ended: this.#ended.promise };

  release(): Promise<void> {
    return this.kept.release(plan, this.browser, tab, async () => this.closed++);
  }

  end(): Promise<void> {
    this.#ended.resolve(undefined as never);
    return turn();
  }
}

test('a browser is closed with its launch if no other launch follows', async () => {
  const fixture = new Fixture();
  await fixture.release();
  assert.deepEqual([fixture.closed, fixture.kept.hasBrowser], [1, false]);
});

test('the next launch takes the browser of the former one once', async () => {
  const fixture = new Fixture();
  fixture.kept.expectLaunch();
  await fixture.release();
  assert.equal(fixture.kept.hasBrowser, true);
  const taken = await fixture.kept.take(plan);
  assert.deepEqual([taken?.browser, taken?.tab, fixture.closed], [fixture.browser, tab, 0]);
  assert.equal(await fixture.kept.take(plan), undefined);
  await fixture.release();
  assert.equal(fixture.closed, 1);
});

test('a browser whose app was not loaded is closed', async () => {
  const fixture = new Fixture();
  fixture.kept.expectLaunch();
  await fixture.kept.release(plan, fixture.browser, undefined, async () => fixture.closed++);
  assert.equal(fixture.closed, 1);
});

test('a browser is closed before the next launch starts another kind', async () => {
  const fixture = new Fixture();
  fixture.kept.expectLaunch();
  await fixture.release();
  assert.equal(await fixture.kept.take({ ...plan, headless: 'never' }), undefined);
  assert.equal(fixture.closed, 1);
});

test('a browser that ends while it is kept is cleaned up', async () => {
  const fixture = new Fixture();
  fixture.kept.expectLaunch();
  await fixture.release();
  await fixture.end();
  assert.deepEqual([fixture.closed, fixture.kept.hasBrowser], [1, false]);
});

test('the end of the session closes the browser, also one that is released later', async () => {
  const fixture = new Fixture();
  fixture.kept.expectLaunch();
  await fixture.release();
  fixture.kept.dispose();
  assert.deepEqual([fixture.closed, fixture.kept.hasBrowser], [1, false]);
  fixture.kept.expectLaunch();
  await fixture.release();
  assert.equal(fixture.closed, 2);
});

test('a tab goes to the address in the next app that it showed in the former one', () => {
  const other = 'http://127.0.0.1:6000/app';
  assert.equal(
    restoreAddress(`${url}counter?x=1#top`, url, other),
    'http://127.0.0.1:6000/counter?x=1#top',
  );
  assert.equal(
    restoreAddress(`${url}/elsewhere.example/`, url, other),
    'http://127.0.0.1:6000//elsewhere.example/',
  );
  for (const shown of [
    'http://other.example/',
    'about:blank',
    'chrome-error://chromewebdata/',
    '',
  ]) {
    assert.equal(restoreAddress(shown, url, other), other);
  }
});
