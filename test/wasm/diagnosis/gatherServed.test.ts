import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServedApp } from '../../../src/wasm/diagnosis/facts.ts';
import { gatherServed } from '../../../src/wasm/diagnosis/gatherServed.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { type Answer, serve } from './webServer.ts';

type Files = Readonly<Record<string, Answer>>;

const start: Answer = { body: '<!doctype html><title>Shop</title>', type: 'text/html' };
const resources = { assembly: { 'Shop.dll': '' }, pdb: { 'Shop.pdb': '' } };

/** A boot configuration with these resources. */
function boot(own: object = resources): Answer {
  return { body: JSON.stringify({ mainAssemblyName: 'Shop', resources: own }) };
}

/** What is gathered from a server with these files, which has no others. */
async function gather(
  context: Parameters<typeof serve>[0],
  files: Files,
  page = '',
): Promise<ServedApp> {
  const url = await serve(context, (path) => files[path] ?? { status: 404 });
  const all = () => ['Shop', 'Elsewhere'];
  return gatherServed(`${url}${page}`, all, new ManualClock());
}

/** The symbols of the app's only assembly. */
async function symbolsOf(context: Parameters<typeof serve>[0], files: Files) {
  const served = await gather(context, {
    '/': start,
    '/_framework/blazor.boot.json': boot(),
    ...files,
  });
  assert.equal(served.kind, 'app');
  assert.deepEqual(
    served.assemblies.map(({ name }) => name),
    ['Shop'],
  );
  return served.assemblies[0]?.symbols;
}

test('an address that is none is silent', async () => {
  const served = await gatherServed('shop', () => [], new ManualClock());
  assert.deepEqual(served, { kind: 'silent', url: '', reason: 'its address is not valid' });
});

test('an app that does not respond is silent, without what may be secret in its address', async () => {
  const address = 'http://ann:secret@127.0.0.1:1/shop?token=secret';
  const served = await gatherServed(address, () => [], new ManualClock());
  assert.equal(served.kind, 'silent');
  assert.equal(served.url, 'http://127.0.0.1:1/shop');
  assert.doesNotMatch(JSON.stringify(served), /secret/);
});

test('each file that was tried is named with its answer', async (context) => {
  const page = '<script src="_framework/dotnet.abc123def4.js"></script>';
  const served = await gather(context, {
    '/': { body: page, type: 'text/html' },
    '/_framework/dotnet.abc123def4.js': { body: 'export {}' },
    '/_framework/dotnet.js': start,
    '/_framework/blazor.boot.json': { status: 500 },
  });
  assert.equal(served.kind, 'no app');
  assert.deepEqual(served.tried, [
    { file: '_framework/dotnet.abc123def4.js', answer: 'no configuration' },
    { file: '_framework/dotnet.boot.js', answer: 'status 404' },
    { file: '_framework/dotnet.js', answer: 'page' },
    { file: '_framework/blazor.boot.json', answer: 'status 500' },
  ]);
});

test('files are below the base of the page', async (context) => {
  const page = '<head><base target="_top" href="/shop/"></head>';
  const served = await gather(
    context,
    {
      '/shop/orders/7': { body: page, type: 'text/html' },
      '/shop/_framework/blazor.boot.json': boot(),
      '/shop/service-worker.js': { body: 'self.addEventListener("fetch", () => caches.open("a"))' },
    },
    'shop/orders/7',
  );
  assert.equal(served.kind, 'app');
  assert.equal(served.serviceWorker, 'caching');
});

for (const base of ['data:text/html,', 'about:blank', 'http://[', 'mailto:ann']) {
  test(`a base that files can't be below, such as ${base}, is ignored`, async (context) => {
    const served = await gather(context, {
      '/': { body: `<base href="${base}">`, type: 'text/html' },
      '/_framework/blazor.boot.json': boot(),
    });
    assert.equal(served.kind, 'app');
  });
}

test('symbols that are not served are refused, replaced by a page, or none', async (context) => {
  const answers = [{ status: 403 }, start, { body: 'BSJB' }] as const;
  const kinds = [];
  for (const answer of answers) {
    kinds.push((await symbolsOf(context, { '/_framework/Shop.pdb': answer }))?.kind);
  }
  assert.deepEqual(kinds, ['refused', 'page', 'unreadable']);
});

test('an assembly without symbols in the configuration has none listed', async (context) => {
  const configuration = boot({ assembly: { 'Shop.dll': '' } });
  const files = { '/_framework/blazor.boot.json': configuration };
  assert.deepEqual(await symbolsOf(context, files), { kind: 'not listed' });
});

test('symbols with a name that is no address are not found', async (context) => {
  const configuration = boot({ assembly: { 'Shop.dll': '' }, pdb: { 'http://[/Shop.pdb': '' } });
  const symbols = await symbolsOf(context, { '/_framework/blazor.boot.json': configuration });
  assert.equal(symbols?.kind, 'failed');
});

test('a service worker that caches nothing lets requests pass, and a page is none', async (context) => {
  for (const [answer, expected] of [
    [{ body: "self.addEventListener('fetch', () => {});" }, 'passing'],
    [start, 'none'],
    [{ status: 404 }, 'none'],
  ] as const) {
    const served = await gather(context, {
      '/': start,
      '/_framework/blazor.boot.json': boot(),
      '/service-worker.js': answer,
    });
    assert.equal(served.kind === 'app' && served.serviceWorker, expected);
  }
});
