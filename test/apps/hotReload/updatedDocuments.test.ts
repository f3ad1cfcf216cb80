import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdatedDocuments } from '../../../src/apps/hotReload/updatedDocuments.ts';
import type { AssemblyUpdate } from '../../../src/dotnet/hotReload/compilerMessages.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import type { PageListener } from '../../../src/wasm/hotReload/pageHotReload.ts';
import type { Application } from '../../../src/wasm/hotReload/pageScript.ts';
import type { RuntimeVersion } from '../../../src/wasm/hotReload/runtimeVersions.ts';
import type { UpdateBatch } from '../../../src/wasm/hotReload/updateJournal.ts';
import { toDisposable } from '../../../src/common/disposable.ts';

const ok: Application = { kind: 'applied', warnings: [] };
const applied = { kind: 'applied', milliseconds: 400 } as const;

function batch(runsOnce: boolean): UpdateBatch {
  return { updates: [{ runsOnce } as AssemblyUpdate], moves: new Map() };
}

/** A page whose runtime has applied an update of code that runs only once, of which the user was told. */
async function updated(version: RuntimeVersion) {
  const listeners: PageListener[] = [];
  const told: HotReloadStatus[] = [];
  const taken: string[] = [];
  const heard: string[] = [];
  const page = new UpdatedDocuments(
    {
      facts: { isLoaded: true, isStopped: false },
      capabilities: async () => ['Baseline'],
      prepare: async () => undefined,
      apply: async () => ok,
      listen: (listener) => {
        listeners.push(listener);
        return toDisposable(() => undefined);
      },
    },
    version,
    {
      told: (status) => void told.push(status),
      taken: (files) => void taken.push(...files),
    },
  );
  page.listen({
    continued: () => void heard.push('continued'),
    left: () => void heard.push('left'),
    loaded: (application, count) => void heard.push(`${application.kind} ${count}`),
  });
  const first = batch(true);
  await page.prepare(first, 1);
  assert.equal(await page.apply(first), ok);
  page.listener.taken(['Program.cs']);
  page.listener.told(applied);
  return { first, heard, listener: listeners[0] as PageListener, page, taken, told };
}

test('a page of .NET 10 or later runs all changes when it is loaded again', async () => {
  const { heard, listener, page, taken, told } = await updated(10);
  const partly = { ...applied, kind: 'applied partly', until: 'reloaded' } as const;
  assert.deepEqual([told, taken], [[partly], []]);
  listener.left();
  listener.loaded(ok, 1);
  listener.continued();
  assert.deepEqual([told, taken], [[partly, { kind: 'ready' }], ['Program.cs']]);
  assert.deepEqual(heard, ['left', 'applied 1', 'continued']);
  page.listener.told(applied);
  page.listener.taken(['Program.cs']);
  assert.deepEqual(told.at(-1), applied);
  assert.deepEqual(taken, ['Program.cs', 'Program.cs']);
  listener.loaded(ok, 1);
  assert.equal(told.length, 3);
});

test('a page of .NET 8 or 9 gets updates when its entry point runs already', async () => {
  const { first, listener, page, taken, told } = await updated(9);
  const partly = { ...applied, kind: 'applied partly', until: 'restarted' } as const;
  listener.loaded(ok, 1);
  page.listener.taken(['Program.cs', 'Other.cs']);
  page.listener.told(applied);
  assert.deepEqual([told, taken], [[partly, applied], ['Other.cs']]);

  // One that only a document has got.
  const next = batch(true);
  await page.prepare({ ...next, updates: [...first.updates, ...next.updates] }, 2);
  listener.loaded(ok, 2);
  page.listener.taken(['Start.cs']);
  page.listener.told(applied);
  assert.deepEqual([told.at(-1), taken], [partly, ['Other.cs']]);
});

test('a page that does not apply earlier updates runs none', async () => {
  const { listener, taken, told } = await updated(10);
  listener.loaded({ kind: 'refused', reason: 'no' }, 1);
  assert.deepEqual([told.length, taken], [1, []]);
});

test('what a page can is what its runtime tells', async () => {
  const { page } = await updated(10);
  assert.deepEqual(page.facts, { isLoaded: true, isStopped: false });
  assert.deepEqual(await page.capabilities(), ['Baseline']);
});
