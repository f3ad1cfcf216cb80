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
import { runtimeVersion } from '../../../src/wasm/hotReload/runtimeVersions.ts';

const update: AssemblyUpdate = {
  moduleId: '6c2d4a0e-8d8f-4d8c-9c55-0123456789ab',
  assembly: 'Shop',
  metadataDelta: 'bQ==',
  ilDelta: 'aQ==',
  pdbDelta: 'cA==',
  updatedTypes: [0x02000002],
};
const { assembly: _, ...delta } = update;

/** A document of a client for .NET 9, and what it requests and reports. */
function open(earlier: readonly AssemblyUpdate[] = [update]) {
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
  run(documentScript(earlier, earlier.length, 9));
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

test('each version of .NET from 9 on takes updates', () => {
  assert.deepEqual([8, 9, 10, 11].map(runtimeVersion), [undefined, 9, 10, 10]);
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
  assert.deepEqual(JSON.parse(JSON.stringify(run(applyExpression([update])))), []);
  assert.deepEqual(calls(), [{ deltas: [delta], level: 0 }]);
});
