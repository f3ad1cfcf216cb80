import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainUnbound } from '../../../src/wasm/diagnosis/explainUnbound.ts';
import type { BreakpointFact, DiagnosisFacts } from '../../../src/wasm/diagnosis/facts.ts';
import { facts, ranSession, servedApp, sources } from './healthyFacts.ts';

const breakpoint = { path: '/code/Shop/Cart.cs', line: 5, verified: false };
const unknownBreakpoint = { ...breakpoint, path: '/code/Other.cs' };

const cached = ranSession({
  page: { runtimeVersion: '10.0.12', serviceWorker: { controlled: true, scopes: ['/'] } },
});

const reasons: readonly (readonly [
  when: string,
  change: Partial<DiagnosisFacts>,
  breakpoint: typeof breakpoint,
  reason: RegExp,
])[] = [
  [
    'a service worker has old files',
    cached,
    breakpoint,
    /^A service worker controls the page\. .* Unregister the service worker/,
  ],
  [
    'debugging is off',
    servedApp({}, { debugLevel: 0, isTrimmed: true }),
    breakpoint,
    /^The app serves published files: .* Serve the Debug build/,
  ],
  [
    'the app is in a frame',
    ranSession({ place: { kind: 'frame', url: '' } }),
    breakpoint,
    /^The app runs in an iframe, .* Open the app in a page of its own\.$/,
  ],
  [
    'the component runs on the server',
    ranSession({ place: { kind: 'server' } }),
    breakpoint,
    /^The page's components run on the server.* Reload the page\./,
  ],
  [
    'the line has no code, regardless of other problems',
    cached,
    { ...breakpoint, line: 7 },
    /^There is no code on this line of Shop; .* Move the breakpoint in Cart\.cs from line 7 to line 9\.$/,
  ],
  ['no assembly has the file', {}, unknownBreakpoint, /^No assembly of the app was compiled/],
  ['all is well', {}, breakpoint, /^The line is code of Shop, .* Reload the page\.$/],
];

for (const [when, change, unbound, reason] of reasons) {
  test(`an unbound breakpoint has a reason when ${when}`, () => {
    const [{ message = '', ...rest } = { message: '' }] = explainUnbound<
      typeof unbound & { readonly message?: string }
    >([unbound], facts(change));
    assert.match(message, reason);
    assert.doesNotMatch(message, /[`\n]/);
    assert.deepEqual(rest, unbound);
  });
}

test('a breakpoint in an assembly that is not loaded yet says that it binds later', () => {
  const [lazy] = explainUnbound<BreakpointFact>([breakpoint], facts(sources({ isLazy: true })));
  assert.deepEqual(lazy, {
    ...breakpoint,
    message:
      'Shop is loaded on demand, and the app has not loaded it yet. The breakpoint binds when the app loads it.',
    isPending: true,
  });
});

test('a breakpoint in an assembly that was loaded on demand is not pending', () => {
  const loaded = { ...breakpoint, isSourceLoaded: true };
  const [lazy] = explainUnbound<BreakpointFact>([loaded], facts(sources({ isLazy: true })));
  assert.match(lazy?.message ?? '', /^The line is code of Shop/);
  assert.equal(lazy?.isPending, undefined);
});

test('other reasons take precedence over loading on demand', () => {
  const cachedAndLazy = { ...cached, ...sources({ isLazy: true }) };
  const [lazy] = explainUnbound<BreakpointFact>([breakpoint], facts(cachedAndLazy));
  assert.match(lazy?.message ?? '', /^A service worker controls the page/);
  assert.equal(lazy?.isPending, undefined);
});

test('ignores server-only code in a page that runs on the server', () => {
  const server = ranSession({ place: { kind: 'server' } });
  const explained = explainUnbound(
    [breakpoint, unknownBreakpoint],
    facts({ ...server, ...sources({}) }),
  );
  assert.deepEqual(
    explained.map(({ path }) => path),
    [breakpoint.path],
  );
});
