import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isDebuggingOn,
  parseBootConfiguration,
} from '../../../src/wasm/diagnosis/bootConfiguration.ts';

const ofNet10 = `{
  "mainAssemblyName": "Shop.Client",
  "resources": {
    "hash": "sha256-x",
    "coreAssembly": [
      { "virtualPath": "System.Private.CoreLib.wasm", "name": "System.Private.CoreLib.9s549gpy7m.wasm" }
    ],
    "assembly": [
      { "virtualPath": "Shop.Client.wasm", "name": "Shop.Client.7liua3tzaz.wasm", "cache": "force-cache" }
    ],
    "pdb": [{ "virtualPath": "Shop.Client.pdb", "name": "Shop.Client.wvahs0ho2z.pdb" }]
  },
  "debugLevel": -1
}`;

const shopOfNet10 = {
  mainAssembly: 'Shop.Client',
  debugLevel: -1,
  isTrimmed: false,
  assemblies: [
    { name: 'System.Private.CoreLib', file: 'System.Private.CoreLib.9s549gpy7m.wasm' },
    { name: 'Shop.Client', file: 'Shop.Client.7liua3tzaz.wasm' },
  ],
  lazyAssemblies: [],
  symbols: [{ name: 'Shop.Client', file: 'Shop.Client.wvahs0ho2z.pdb' }],
};

test('a boot configuration in its own script is parsed', () => {
  assert.deepEqual(parseBootConfiguration(`export const config = ${ofNet10};\n`), shopOfNet10);
  const marked = `export const config = /*json-start*/${ofNet10}/*json-end*/;`;
  assert.deepEqual(parseBootConfiguration(marked), shopOfNet10);
});

test('a boot configuration inside the loader is parsed', () => {
  const loader = `var e=!1;const t={a:{}};ft.withConfig(/*json-start*/${ofNet10}/*json-end*/);export{ft as dotnet};`;
  assert.deepEqual(parseBootConfiguration(loader), shopOfNet10);
});

test('a .NET 9 boot configuration, which maps fingerprinted names, is parsed', () => {
  const json = `{
    "mainAssemblyName": "Shop",
    "resources": {
      "fingerprinting": { "Shop.abc.wasm": "Shop.wasm", "Shop.def.pdb": "Shop.pdb", "Lazy.ghi.wasm": "Lazy.wasm" },
      "assembly": { "Shop.abc.wasm": "sha256-x" },
      "lazyAssembly": { "Lazy.ghi.wasm": "sha256-x", "Lazy.pdb": "sha256-x" },
      "pdb": { "Shop.def.pdb": "sha256-x" }
    },
    "debugLevel": 0,
    "linkerEnabled": true
  }`;
  assert.deepEqual(parseBootConfiguration(json), {
    mainAssembly: 'Shop',
    debugLevel: 0,
    isTrimmed: true,
    assemblies: [
      { name: 'Shop', file: 'Shop.abc.wasm' },
      { name: 'Lazy', file: 'Lazy.ghi.wasm' },
    ],
    lazyAssemblies: ['Lazy'],
    symbols: [
      { name: 'Shop', file: 'Shop.def.pdb' },
      { name: 'Lazy', file: 'Lazy.pdb' },
    ],
  });
});

test('a .NET 7 boot configuration, which only says whether the build is for debugging, is parsed', () => {
  const json = `{
    "entryAssembly": "Shop.dll", "debugBuild": true, "linkerEnabled": false, "config": [],
    "resources": { "assembly": { "Shop.dll": "sha256-x" }, "pdb": null, "runtime": {} }
  }`;
  const boot = parseBootConfiguration(json);
  assert.deepEqual(boot, {
    mainAssembly: 'Shop',
    debugLevel: -1,
    isTrimmed: false,
    assemblies: [{ name: 'Shop', file: 'Shop.dll' }],
    lazyAssemblies: [],
    symbols: [],
  });
});

test('a renamed assembly keeps its name apart from its file', () => {
  const json = `{ "resources": { "assembly": [{ "name": "Shop.dll.bin" }] } }`;
  const { assemblies } = parseBootConfiguration(json) ?? {};
  assert.deepEqual(assemblies, [{ name: 'Shop', file: 'Shop.dll.bin' }]);
});

test('text without a boot configuration returns undefined', () => {
  for (const text of ['', '<!doctype html>', 'null', '{}', '[]', 'export const dotnet = {};']) {
    assert.equal(parseBootConfiguration(text), undefined);
  }
});

test('debugging is on for every level but 0 and none', () => {
  const boot = { ...shopOfNet10 };
  for (const [debugLevel, expected] of [
    [-1, true],
    [5, true],
    [0, false],
    [undefined, false],
  ] as const) {
    assert.equal(isDebuggingOn({ ...boot, debugLevel }), expected);
  }
});
