import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import type { AssemblyUpdate } from '../../../src/dotnet/hotReload/compilerMessages.ts';
import {
  applyExpression,
  documentScript,
  parsePageReport,
  reportBinding,
} from '../../../src/wasm/hotReload/pageScript.ts';
import {
  type RuntimeVersion,
  runtimeVersion,
} from '../../../src/wasm/hotReload/runtimeVersions.ts';

const update: AssemblyUpdate = {
  moduleId: '6c2d4a0e-8d8f-4d8c-9c55-0123456789ab',
  assembly: 'Shop',
  metadataDelta: 'bQ==',
  ilDelta: 'aQ==',
  pdbDelta: 'cA==',
  updatedTypes: [0x02000002],
};
const { assembly: _, ...delta } = update;

/** A document of a client, and what it requests and reports. */
function open(earlier: readonly AssemblyUpdate[] = [update], version: RuntimeVersion = 9) {
  const reports: string[] = [];
  const requests: string[] = [];
  const fetched = async (url: string | Request): Promise<Response> => {
    requests.push(typeof url === 'string' ? url : url.url);
    return Promise.resolve(Response.json({ mainAssemblyName: 'Shop' }, { status: 200 }));
  };
  const page = createContext({
    Response,
    fetch: fetched,
    queueMicrotask,
    [reportBinding]: (text: string) => reports.push(text),
  });
  const run = (script: string): unknown => runInContext(script, page) as unknown;
  run('globalThis.top = globalThis; globalThis.calls = [];');
  run(documentScript(earlier, earlier.length, version));
  return {
    run,
    requests,
    reports: () => reports.map(parsePageReport),
    calls: () => JSON.parse(JSON.stringify(run('calls'))) as unknown,
    fetch: (url: string) => run(`fetch(${JSON.stringify(url)})`) as Promise<Response>,
  };
}

/** Blazor has the function before the runtime. */
const blazorStarts = `globalThis.Blazor = { _internal: {
  applyHotReloadDeltas: (deltas, level) => { calls.push({ deltas, level }); return []; },
} };`;

/** .NET 8 has one for each update, and asks for the state of the page when an app is built. */
const blazor8Starts = `globalThis.Blazor = { _internal: {} };
  Blazor._internal.applyHotReload = (...update) => calls.push(update);
  Blazor._internal.getPersistedState = (...given) => { calls.push(['state', ...given]); return 'state'; };`;
const { ilDelta, metadataDelta, moduleId, pdbDelta } = update;
const applied = [moduleId, metadataDelta, ilDelta, pdbDelta];

test('each version of .NET from 8 on takes updates', () => {
  assert.deepEqual([7, 8, 9, 10, 11].map(runtimeVersion), [undefined, 8, 9, 10, 10]);
});

test('the boot configuration asks the runtime of .NET 8 to accept updates, but not its agent to ask for them', async () => {
  const { headers } = await open([], 8).fetch('/app/_framework/blazor.boot.json');
  assert.equal(headers.get('DOTNET-MODIFIABLE-ASSEMBLIES'), 'debug');
  assert.equal(headers.get('ASPNETCORE-BROWSER-TOOLS'), null);
});

test('an app for .NET 8 gets the earlier updates once, when it is built', () => {
  const { calls, reports, run } = open([update, update], 8);
  run(blazor8Starts);
  assert.deepEqual([calls(), reports()], [[], []]);
  assert.equal(run('Blazor._internal.getPersistedState(1)'), 'state');
  run('Blazor._internal.getPersistedState(2)');
  assert.deepEqual(calls(), [applied, applied, ['state', 1], ['state', 2]]);
  assert.deepEqual(reports(), [{ kind: 'loaded', count: 2 }]);
});

test('updates are applied one after the other in a running page of .NET 8', () => {
  const { calls, run } = open([], 8);
  run(blazor8Starts);
  run(applyExpression([update, update], 8));
  assert.deepEqual(calls(), [applied, applied]);
});

test('the boot configuration asks the runtime of .NET 9 to accept updates', async () => {
  const response = await open().fetch('/app/_framework/blazor.boot.json?v=1');
  assert.deepEqual(await response.json(), { mainAssemblyName: 'Shop' });
  assert.match(response.headers.get('content-type') ?? '', /json/);
  assert.equal(response.headers.get('DOTNET-MODIFIABLE-ASSEMBLIES'), 'debug');
  assert.equal(response.headers.get('ASPNETCORE-BROWSER-TOOLS'), 'true');
});

test('all other requests of a page are unchanged', async () => {
  const { fetch, requests, run } = open();
  const response = await fetch('/weather.json');
  assert.equal(response.headers.get('DOTNET-MODIFIABLE-ASSEMBLIES'), null);
  await run('fetch({ url: "http://127.0.0.1:5000/other" })');
  assert.deepEqual(requests, ['/weather.json', 'http://127.0.0.1:5000/other']);
});

test('a runtime that asks for earlier updates gets them when its agent can take them', async () => {
  const { calls, fetch, reports, requests, run } = open();
  run(blazorStarts);
  await Promise.resolve();
  assert.deepEqual(reports(), []);
  const response = await fetch('http://127.0.0.1:5000/_framework/blazor-hotreload');
  assert.deepEqual(await response.json(), []);
  assert.deepEqual(calls(), [{ deltas: [delta], level: 0 }]);
  assert.deepEqual(reports(), [{ kind: 'loaded', count: 1 }]);
  assert.deepEqual(requests, []);
});

test('updates are applied in a running page', () => {
  const { calls, run } = open([]);
  run(blazorStarts);
  assert.deepEqual(JSON.parse(JSON.stringify(run(applyExpression([update], 9)))), []);
  assert.deepEqual(calls(), [{ deltas: [delta], level: 0 }]);
});
