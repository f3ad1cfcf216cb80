import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageReloading } from '../../../src/apps/pages/pageReloading.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const client = { isBlazor: true, targetFramework: 'net10.0', folder: '/shop' };

/** A launch whose user is shown hot reload. */
class Reloading {
  readonly scope = new LaunchScope();
  readonly shown: (HotReloadStatus | 'opened' | 'disposed')[] = [];
  readonly notes: string[] = [];
  readonly #page: PageReloading;

  constructor(isRelayed = true) {
    const user = {
      program: '/none.cs',
      open: () => {
        this.shown.push('opened');
        return {
          show: (status: HotReloadStatus) => this.shown.push(status),
          dispose: () => this.shown.push('disposed'),
        };
      },
    };
    const events = { note: (text: string) => this.notes.push(text) };
    const launch = { host: { clock: new ManualClock() }, scope: this.scope, events };
    this.#page = new PageReloading({ user, isRelayed, build: {}, launch } as never);
  }

  begin(facts: object, kind: 'own' | 'app' = 'own'): Promise<void> {
    return this.#page.begin(Promise.resolve({ ...client, ...facts } as never), { kind } as never);
  }
}

const obstacles = [
  { what: 'a client before .NET 10', facts: { targetFramework: 'net9.0' }, why: /NET 10/ },
  { what: 'a client without Blazor', facts: { isBlazor: false }, why: /Only Blazor apps/ },
  { what: "the app's own proxy", kind: 'app', why: /own debug proxy/ },
  { what: 'no relay', isRelayed: false, why: /ideSessionHost\.debugRelay/ },
] as const;

for (const { what, why, ...obstacle } of obstacles) {
  test(`${what} is told as the reason why there is no hot reload`, async () => {
    const {
      facts = {},
      isRelayed,
      kind,
    } = { facts: {}, isRelayed: true, kind: 'own', ...obstacle } as const;
    const reloading = new Reloading(isRelayed);
    await reloading.begin(facts, kind);
    const [opened, status, ...others] = reloading.shown;
    assert.equal(opened, 'opened');
    assert.ok(typeof status === 'object' && status.kind === 'unavailable');
    assert.match(status.reason, why);
    assert.deepEqual(others, []);
    assert.match(reloading.notes.join(''), why);
    await reloading.scope.release();
    assert.equal(reloading.shown.at(-1), 'disposed');
  });
}

test('hot reload begins once', async () => {
  const reloading = new Reloading(false);
  await Promise.all([reloading.begin({}), reloading.begin({})]);
  assert.equal(reloading.shown.filter((one) => one === 'opened').length, 1);
});

test('hot reload does not begin in a launch that has ended', async () => {
  const reloading = new Reloading();
  await reloading.scope.release();
  await reloading.begin({});
  assert.deepEqual(reloading.shown, []);
});
