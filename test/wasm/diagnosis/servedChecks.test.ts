import { debugLevelCheck } from '../../../src/wasm/diagnosis/checks/debugLevel.ts';
import { servedSymbolsCheck } from '../../../src/wasm/diagnosis/checks/servedSymbols.ts';
import { serviceWorkerCheck } from '../../../src/wasm/diagnosis/checks/serviceWorker.ts';
import type {
  DiagnosisFacts,
  PageAnswer,
  ServedSymbols,
} from '../../../src/wasm/diagnosis/facts.ts';
import {
  builtShop,
  pdb,
  portable,
  project,
  ranSession,
  servedApp,
  servedShop,
} from './healthyFacts.ts';
import { testCheck } from './verdicts.ts';

const url = 'http://localhost:5000/';
const notServed = { session: undefined, served: { kind: 'not asked' } } as const;
const silent = { served: { kind: 'silent', url, reason: 'connect ECONNREFUSED' } } as const;

function symbols(served: ServedSymbols): Pick<DiagnosisFacts, 'served'> {
  return servedApp({ assemblies: [servedShop({ symbols: served })] });
}

/** An app whose client and core library are served as these files. */
function named(client: string, core: string): Partial<DiagnosisFacts> {
  const name = 'Shop.Client';
  const assemblies = [
    { name: 'System.Private.CoreLib', file: core },
    { name, file: client },
  ];
  return {
    ...project({ assemblyName: name }),
    ...servedApp({ assemblies: [servedShop({ name, file: client })] }, { assemblies }),
    built: { kind: 'known', value: [builtShop({ name })] },
  };
}

testCheck(servedSymbolsCheck, [
  {
    when: 'what is served was built',
    change: {},
    outcome: 'ok',
    finding: /match the build: `Shop`/,
  },
  { when: 'nothing runs', change: notServed, outcome: 'not applicable', finding: /No session/ },
  {
    when: 'the app is silent',
    change: silent,
    outcome: 'problem',
    finding: /localhost:5000\/ does not respond: connect ECONNREFUSED\./,
    fix: /^Start the app/,
  },
  {
    when: 'a server answers everything with its start page',
    change: {
      served: { kind: 'no app', url, tried: [{ file: '_framework/dotnet.js', answer: 'page' }] },
    },
    outcome: 'problem',
    finding: /with an HTML page \(`_framework\/dotnet\.js`: page\)/,
    fix: /before it falls back/,
  },
  {
    when: 'there is no boot configuration',
    change: {
      served: {
        kind: 'no app',
        url,
        tried: [
          { file: '_framework/dotnet.boot.js', answer: 'status 404' },
          { file: '_framework/dotnet.js', answer: 'no configuration' },
        ],
      },
    },
    outcome: 'problem',
    finding: /boot\.js`: status 404; .*: no configuration/,
    fix: /`wwwroot` in the client's output folder/,
  },
  {
    when: 'another app is in the page',
    change: {
      ...servedApp({}, { mainAssembly: 'Other', assemblies: [{ name: 'Other', file: 'O.dll' }] }),
    },
    outcome: 'problem',
    finding: /runs Other, which does not contain Shop/,
    fix: /^Start Shop/,
  },
  {
    when: 'an assembly is renamed',
    change: servedApp({ assemblies: [servedShop({ file: 'Shop.dll.bin' })] }),
    outcome: 'problem',
    finding: /`Shop\.dll\.bin`/,
    fix: /file names of the build/,
  },
  {
    when: 'assemblies are packed as WebAssembly, with fingerprints',
    change: named('Shop.Client.ab12cd34ef.wasm', 'System.Private.CoreLib.9s549gpy7m.wasm'),
    outcome: 'ok',
    finding: /Shop/,
  },
  {
    when: 'assemblies have no fingerprints',
    change: named('Shop.Client.dll', 'System.Private.CoreLib.dll'),
    outcome: 'ok',
    finding: /Shop/,
  },
  {
    when: 'an assembly alone has a fingerprint',
    change: named('Shop.Client.ab12cd34ef.dll', 'System.Private.CoreLib.dll'),
    outcome: 'problem',
    finding: /`Shop\.Client\.ab12cd34ef\.dll`/,
    fix: /file names of the build/,
  },
  {
    when: 'symbols are not listed',
    change: symbols({ kind: 'not listed' }),
    outcome: 'problem',
    finding: /lists no symbols for Shop\.$/,
    fix: /^Clean and rebuild/,
  },
  {
    when: 'symbols are not listed because none were built',
    change: {
      ...symbols({ kind: 'not listed' }),
      built: { kind: 'known', value: [builtShop({ symbols: { kind: 'none' } })] },
    },
    outcome: 'problem',
    finding: /None were built/,
    fix: /<DebugType>portable<\/DebugType>` in the project of Shop/,
  },
  {
    when: 'symbols are not listed because published files are served',
    change: servedApp(
      { assemblies: [servedShop({ symbols: { kind: 'not listed' } })] },
      { isTrimmed: true },
    ),
    outcome: 'problem',
    finding: /lists no symbols/,
    fix: /^Serve the Debug build/,
  },
  {
    when: 'embedded symbols are not listed',
    change: {
      ...symbols({ kind: 'not listed' }),
      built: {
        kind: 'known',
        value: [builtShop({ symbols: { kind: 'embedded', pdb: portable } })],
      },
    },
    outcome: 'problem',
    finding: /They are embedded in the assembly/,
    fix: /<DebugType>portable<\/DebugType>/,
  },
  {
    when: 'the server has no symbols',
    change: symbols({ kind: 'refused', status: 404 }),
    outcome: 'problem',
    finding: /`Shop\.pdb` is answered with status 404/,
    fix: /serve `\.pdb` files/,
  },
  {
    when: 'a page comes in place of symbols',
    change: symbols({ kind: 'page' }),
    outcome: 'problem',
    finding: /`Shop\.pdb` is answered with an HTML page/,
    fix: /serve `\.pdb` files/,
  },
  {
    when: 'the connection breaks',
    change: symbols({ kind: 'failed', reason: 'socket hang up' }),
    outcome: 'problem',
    finding: /could not be fetched: socket hang up/,
    fix: /serve `\.pdb` files/,
  },
  {
    when: 'the symbols served are for Windows debuggers',
    change: symbols({ kind: 'windows' }),
    outcome: 'problem',
    finding: /does not contain portable symbols/,
    fix: /portable/,
  },
  {
    when: 'the symbols served are of another build',
    change: symbols({ kind: 'portable', pdb: { ...pdb, id: 'b2' } }),
    outcome: 'problem',
    finding: /served symbols of Shop are from another build/,
    fix: /^Build the client/,
  },
  {
    when: 'a referenced project is served as another build',
    change: {
      ...servedApp({
        assemblies: [
          servedShop(),
          servedShop({ name: 'Model', symbols: { kind: 'portable', pdb: { ...pdb, id: 'b2' } } }),
        ],
      }),
      built: {
        kind: 'known',
        value: [builtShop(), builtShop({ name: 'Model' })],
      },
    },
    outcome: 'problem',
    finding: /symbols of Model/,
    fix: /^Build the client/,
  },
  {
    when: 'there is nothing to compare with',
    change: { built: { kind: 'unknown', reason: 'it has not been built yet' } },
    outcome: 'unknown',
    finding: /could not be compared with the build: it has not been built yet/,
  },
]);

testCheck(debugLevelCheck, [
  { when: 'it is -1', change: {}, outcome: 'ok', finding: /`debugLevel` is -1/ },
  { when: 'it is 5', change: servedApp({}, { debugLevel: 5 }), outcome: 'ok', finding: /is / },
  { when: 'nothing runs', change: notServed, outcome: 'not applicable', finding: /No session/ },
  {
    when: 'nothing runs, but the project turns it off',
    change: { ...notServed, ...project({ wasmDebugLevel: '0' }) },
    outcome: 'problem',
    finding: /WasmDebugLevel/,
    fix: /^Remove `<WasmDebugLevel>0/,
  },
  { when: 'the app is silent', change: silent, outcome: 'unknown', finding: /could not be read/ },
  {
    when: 'it is 0 because the project says so',
    change: { ...servedApp({}, { debugLevel: 0 }), ...project({ wasmDebugLevel: '0' }) },
    outcome: 'problem',
    finding: /^Debugging is disabled/,
    fix: /^Remove `<WasmDebugLevel>0/,
  },
  {
    when: 'a published app has none',
    change: servedApp({}, { debugLevel: undefined, isTrimmed: true }),
    outcome: 'problem',
    finding: /published apps/,
    fix: /^Build the Debug configuration/,
  },
  {
    when: 'there is none for no known reason',
    change: servedApp({}, { debugLevel: undefined }),
    outcome: 'problem',
    finding: /^Debugging is disabled/,
    fix: /<WasmDebugLevel>-1<\/WasmDebugLevel>/,
  },
  {
    when: 'no symbols are listed',
    change: servedApp({}, { symbols: [] }),
    outcome: 'problem',
    finding: /lists no symbols/,
    fix: /portable/,
  },
  {
    when: 'the page got another configuration',
    change: ranSession({
      page: { debugLevel: 0, serviceWorker: { controlled: false, scopes: [] } },
    }),
    outcome: 'problem',
    finding: /another one in which it is disabled/,
    fix: /^Reload the page/,
  },
  {
    when: 'the page is not known',
    change: ranSession({ page: { problem: 'It is closed.' } }),
    outcome: 'ok',
    finding: /is -1/,
  },
  {
    when: 'a service worker answers with the files of a published version',
    change: {
      ...ranSession({ page: { serviceWorker: { controlled: true, scopes: [] } } }),
      ...servedApp({ serviceWorker: 'passing' }),
    },
    outcome: 'problem',
    finding: /^A service worker controls the page\. It was installed by an earlier version/,
    fix: /^Unregister the service worker/,
  },
]);

function page(serviceWorker: PageAnswer['serviceWorker']): Pick<DiagnosisFacts, 'session'> {
  return ranSession({ page: { debugLevel: -1, serviceWorker } });
}

testCheck(serviceWorkerCheck, [
  { when: 'there is none', change: {}, outcome: 'ok', finding: /No service worker/ },
  {
    when: 'nothing runs',
    change: { session: undefined },
    outcome: 'not applicable',
    finding: /No session/,
  },
  {
    when: 'the page could not be asked',
    change: ranSession({ page: { problem: 'It is closed.' } }),
    outcome: 'unknown',
    finding: /unknown: It is closed\.$/,
  },
  {
    when: 'the page was not asked',
    change: ranSession({ page: undefined }),
    outcome: 'unknown',
    finding: /no session is running/,
  },
  {
    when: "it is the template's for development",
    change: {
      ...page({ controlled: true, scopes: ['/'] }),
      ...servedApp({ serviceWorker: 'passing' }),
    },
    outcome: 'ok',
    finding: /does not cache anything/,
  },
  {
    when: "it is the template's for published apps",
    change: {
      ...page({ controlled: true, scopes: ['/'] }),
      ...servedApp({ serviceWorker: 'caching' }),
    },
    outcome: 'problem',
    finding: /controls the page\. .*caches all files/,
    fix: /^Unregister/,
  },
  {
    when: 'it was left by another app',
    change: page({ controlled: true, scopes: ['/'] }),
    outcome: 'problem',
    finding: /earlier app at the same address/,
    fix: /^Unregister/,
  },
  {
    when: 'it is registered and caches, but does not control the page yet',
    change: {
      ...page({ controlled: false, scopes: ['http://localhost:5000/'] }),
      ...servedApp({ serviceWorker: 'caching' }),
    },
    outcome: 'warning',
    finding: /registered for `http:\/\/localhost:5000\/`/,
    fix: /^Unregister/,
  },
  {
    when: 'the app is silent',
    change: { ...page({ controlled: true, scopes: [] }), ...silent },
    outcome: 'problem',
    finding: /earlier build/,
    fix: /^Unregister/,
  },
]);
