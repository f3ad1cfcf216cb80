import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OthersPage } from '../../../src/apps/hotReload/othersPage.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import type { PageListener } from '../../../src/wasm/hotReload/pageHotReload.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';
import { toDisposable } from '../../../src/common/disposable.ts';

const ok = { kind: 'applied', warnings: [] } as const;
const batch = { updates: [], moves: new Map() };
const applied = { kind: 'applied', milliseconds: 400 } as const;
const partly = { kind: 'applied partly', milliseconds: 400 } as const;

/** A page of others whose client stays as it was built until it is built again. */
function open() {
  const told: HotReloadStatus[] = [];
  const calls: unknown[] = [];
  const build = { isSame: true };
  const listeners: PageListener[] = [];
  const page = new OthersPage(
    {
      facts: { isLoaded: true, isStopped: true },
      capabilities: async () => ['Baseline'],
      prepare: async (_, count) => void calls.push(`prepare ${count}`),
      apply: async () => {
        calls.push('apply');
        return { kind: 'applied', warnings: [] };
      },
      listen: (listener) => {
        listeners.push(listener);
        return toDisposable(() => calls.push('disposed'));
      },
    },
    async () => build.isSame,
    { told: (status) => void told.push(status), taken: (files) => void calls.push(files) },
  );
  return { build, calls, listeners, page, told };
}

test('a page of others takes changes, and is built by others when it cannot', async () => {
  const { calls, page, told } = open();
  assert.deepEqual(page.facts, { isLoaded: true, isStopped: true });
  assert.deepEqual(await page.capabilities(), ['Baseline']);
  await page.prepare(batch, 3);
  assert.equal((await page.apply(batch)).kind, 'applied');
  page.listener.told(applied);
  page.listener.taken(['A.cs']);
  page.listener.told({ kind: 'restart', diagnostics: [] });
  for (const until of ['restarted', 'reloaded'] as const) page.listener.told({ ...partly, until });
  page.listen({} as never).dispose();
  assert.deepEqual(told, [
    applied,
    { kind: 'rebuild', diagnostics: [] },
    { ...partly, until: 'rebuilt' },
    { ...partly, until: 'reloaded' },
  ]);
  assert.deepEqual(calls, ['prepare 3', 'apply', ['A.cs'], 'disposed']);
});

test('updates of a build are not applied to another one', async () => {
  const { build, calls, page, told } = open();
  build.isSame = false;
  const refused = { kind: 'refused', reason: 'The app was built again.' } as const;
  assert.deepEqual(await page.apply(batch), refused);
  build.isSame = true;
  assert.deepEqual(await page.apply(batch), refused);
  page.listener.told(refused);
  page.listener.told({ kind: 'held', until: 'loaded' });
  const message = refused.reason;
  const restart = { kind: 'restart', diagnostics: [{ code: '', message, severity: 'error' }] };
  assert.deepEqual(told, [restart, restart]);
  assert.deepEqual(calls, []);
});

test('a document of another build has not applied the updates that it got before its code ran', async () => {
  const { build, listeners, page } = open();
  const heard: string[] = [];
  page.listen({
    continued: () => void heard.push('continued'),
    left: () => void heard.push('left'),
    loaded: ({ kind }, count) => void heard.push(`${kind} ${count}`),
  });
  const [document] = listeners as [PageListener];
  document.loaded(ok, 2);
  await turn();
  document.continued();
  build.isSame = false;
  document.left();
  document.loaded(ok, 2);
  // It was left before the build was compared.
  document.left();
  document.loaded(ok, 0);
  await turn();
  document.left();
  document.loaded(ok, 2);
  await turn();
  const expected = ['applied 2', 'continued', 'left', 'left', 'applied 0', 'left', 'refused 2'];
  assert.deepEqual(heard, expected);
});
