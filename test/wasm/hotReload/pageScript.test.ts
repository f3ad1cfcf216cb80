import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import type { AssemblyUpdate } from '../../../src/dotnet/hotReload/compilerMessages.ts';
import {
  applyExpression,
  capabilitiesExpression,
  documentScript,
  parsePageReport,
  readApplication,
  readCapabilities,
  reportBinding,
} from '../../../src/wasm/hotReload/pageScript.ts';

const update: AssemblyUpdate = {
  moduleId: '6c2d4a0e-8d8f-4d8c-9c55-0123456789ab',
  assembly: 'Shop',
  metadataDelta: 'bQ==',
  ilDelta: 'aQ==',
  pdbDelta: 'cA==',
  updatedTypes: [0x02000002],
};
const { assembly: _, ...delta } = update;

/** A document whose scripts have not run yet, with what a page's own scripts would use of it. */
function open(earlier: readonly AssemblyUpdate[], hasElement = true) {
  const reports: string[] = [];
  const sources: string[] = [];
  const observers: (() => void)[] = [];
  const element = {
    append: (script: { readonly src: string; readonly type: string }) => sources.push(script.src),
  };
  const document = {
    documentElement: hasElement ? element : null,
    createElement: () => ({
      src: '',
      type: '',
      setAttribute(_name: string, value: string) {
        this.src = value;
      },
    }),
  };
  class MutationObserver {
    readonly #call: () => void;

    constructor(call: () => void) {
      this.#call = call;
    }

    observe(): void {
      observers.push(this.#call);
    }

    disconnect(): void {
      observers.length = 0;
    }
  }
  const page = createContext({
    document,
    MutationObserver,
    [reportBinding]: (text: string) => reports.push(text),
  });
  runInContext('globalThis.top = globalThis; globalThis.calls = [];', page);
  const run = (script: string): unknown => runInContext(script, page) as unknown;
  run(documentScript(earlier, earlier.length, 10));
  return {
    run,
    reports: () => reports.map(parsePageReport),
    calls: () => JSON.parse(JSON.stringify(run('calls'))) as unknown,
    sources,
    /** The parser adds the root element. */
    addElement: () => {
      document.documentElement = element;
      for (const call of observers.splice(0)) call();
    },
    observers,
  };
}

/** Blazor creates its object with the property `_internal`, and the runtime adds the function later. */
const startBlazor = 'globalThis.Blazor = { _internal: { navigationManager: 1 } };';
const runtimeReady =
  'Blazor._internal.applyHotReloadDeltas = (deltas, level) => { calls.push({ deltas, level }); return []; };';

test('a document is marked for hot reload', () => {
  const { sources } = open([]);
  assert.equal(sources.length, 1);
  assert.match(sources[0] ?? '', /aspnetcore-browser-refresh/);
});

test('a document is marked as soon as it has an element', () => {
  const { addElement, observers, sources } = open([], false);
  assert.deepEqual(sources, []);
  addElement();
  assert.equal(sources.length, 1);
  assert.deepEqual(observers, []);
});

test('a runtime that starts gets the earlier updates at once and is reported', () => {
  const { calls, reports, run } = open([update, update]);
  run(startBlazor);
  assert.deepEqual(reports(), []);
  run(runtimeReady);
  assert.deepEqual(calls(), [{ deltas: [delta, delta], level: 0 }]);
  assert.deepEqual(reports(), [{ kind: 'loaded', count: 2 }]);
});

test('a runtime without earlier updates is only reported', () => {
  const { calls, reports, run } = open([]);
  run(startBlazor + runtimeReady);
  assert.deepEqual(calls(), []);
  assert.deepEqual(reports(), [{ kind: 'loaded', count: 0 }]);
});

test('an app without Blazor whose runtime creates the objects gets them too', () => {
  const { calls, run } = open([update]);
  run('if (!Blazor) globalThis.Blazor = {}; Blazor._internal = {};');
  run(runtimeReady);
  assert.deepEqual(calls(), [{ deltas: [delta], level: 0 }]);
});

test('a runtime that fails to apply the earlier updates is reported with its error', () => {
  const { reports, run } = open([update]);
  run(startBlazor);
  run('Blazor._internal.applyHotReloadDeltas = () => { throw new Error("assertion"); };');
  assert.deepEqual(reports(), [{ kind: 'loaded', count: 1, error: 'Error: assertion' }]);
});

test("the page's own code sees neither the report function nor accessors that differ from values", () => {
  const { run } = open([]);
  run(startBlazor + runtimeReady);
  assert.equal(run(`'${reportBinding}' in globalThis`), false);
  assert.equal(run('typeof Blazor._internal.applyHotReloadDeltas'), 'function');
  assert.equal(run('Blazor._internal.navigationManager'), 1);
});

test('frames are left alone', () => {
  const page = createContext({ top: {} });
  assert.doesNotThrow(() => runInContext(documentScript([update], 1, 10), page));
});

test('updates are applied in a running page', () => {
  const { calls, run } = open([]);
  run(startBlazor + runtimeReady);
  assert.deepEqual(JSON.parse(JSON.stringify(run(applyExpression([update], 10)))), []);
  assert.deepEqual(calls(), [{ deltas: [delta], level: 0 }]);
});

test('a page without a runtime has no capabilities', () => {
  const { run } = open([]);
  assert.equal(run(capabilitiesExpression), '');
  run(startBlazor + 'Blazor._internal.getApplyUpdateCapabilities = () => "Baseline";');
  assert.equal(run(capabilitiesExpression), 'Baseline');
});

test('an evaluation that throws is a refusal with its first line', () => {
  const exception = { description: 'Error: metadata.c:1109\n    at apply' };
  assert.deepEqual(readApplication({ exceptionDetails: { text: 'Uncaught', exception } }), {
    kind: 'refused',
    reason: 'Error: metadata.c:1109',
  });
});

test('warnings of handlers are kept, and that no server has earlier updates is none', () => {
  const value = [
    { message: 'Failed to retrieve and apply previous deltas from the server: 404', severity: 2 },
    { message: 'Exception from Handler.UpdateApplication: broken', severity: 1 },
  ];
  assert.deepEqual(readApplication({ result: { type: 'object', value } }), {
    kind: 'applied',
    warnings: ['Exception from Handler.UpdateApplication: broken'],
  });
  assert.deepEqual(readApplication({ result: { type: 'undefined' } }), {
    kind: 'applied',
    warnings: [],
  });
});

test('other calls of the report function are ignored', () => {
  for (const payload of ['', 'loaded', '{}', '{"kind":"other"}']) {
    assert.equal(parsePageReport(payload), undefined);
  }
});

test('the capabilities of a runtime are separated by spaces', () => {
  const result = { result: { value: 'Baseline NewTypeDefinition' } };
  assert.deepEqual(readCapabilities(result), ['Baseline', 'NewTypeDefinition']);
  assert.deepEqual(readCapabilities({ result: { value: '' } }), []);
  assert.deepEqual(readCapabilities(undefined), []);
});
