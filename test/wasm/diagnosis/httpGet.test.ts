import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { httpGet, isLoopback, isPage } from '../../../src/wasm/diagnosis/httpGet.ts';
import { getBootFiles, getRoot, shown } from '../../../src/wasm/diagnosis/startPage.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { serve, serveSecurely } from './webServer.ts';

test('accepts self-signed certificates of loopback addresses', async (context) => {
  const url = await serveSecurely(context, () => ({ body: 'hello' }));
  for (const host of ['127.0.0.1', 'localhost']) {
    const answer = await httpGet(new URL(url.replace('127.0.0.1', host)), systemClock);
    assert.equal(answer.body.toString(), 'hello');
  }
});

test('names below localhost are resolved to this machine', async (context) => {
  const url = await serve(context, (path) => ({ body: path }));
  const own = new URL(url.replace('127.0.0.1', 'shop.dev.localhost'));
  const answer = await httpGet(new URL('/here', own), systemClock);
  assert.equal(answer.body.toString(), '/here');
});

test('only names and addresses of loopback count as this machine', () => {
  for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]']) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of ['example.org', 'localhost.example.org', '10.0.0.1', '[::2]', '128.0.0.1']) {
    assert.equal(isLoopback(host), false, host);
  }
});

test('redirects are followed, up to a limit', async (context) => {
  const url = await serve(context, (path) => {
    if (path === '/') return { location: '/app/' };
    return path === '/app/' ? { body: 'here' } : { location: path };
  });
  const answer = await httpGet(new URL(url), systemClock);
  assert.deepEqual([answer.body.toString(), answer.url.pathname], ['here', '/app/']);
  await assert.rejects(httpGet(new URL('/loop', url), systemClock), /redirects without end/);
});

test('a silent server times out', async (context) => {
  let isAsked = false;
  const url = await serve(context, () => {
    isAsked = true;
    return 'silence';
  });
  const clock = new ManualClock();
  const answer = assert.rejects(httpGet(new URL(url), clock), /takes too long/);
  await until('the server has the request', () => isAsked);
  clock.advance(10_000);
  await answer;
});

test('a page is recognised by its type or its beginning', () => {
  const answer = { url: new URL('http://localhost/'), status: 200 };
  const of = (contentType: string, body: string): boolean =>
    isPage({ ...answer, contentType, body: Buffer.from(body) });
  assert.equal(of('text/html; charset=utf-8', ''), true);
  assert.equal(of('application/octet-stream', '\n<!DOCTYPE html><html>'), true);
  assert.equal(of('application/octet-stream', 'BSJB'), false);
  assert.equal(of('text/javascript', 'export {}'), false);
});

function page(html: string): Parameters<typeof getRoot>[0] {
  const url = new URL('http://localhost:5000/shop/cart?id=1');
  return { url, status: 200, contentType: 'text/html', body: Buffer.from(html) };
}

test("the app's root is its base element's", () => {
  assert.equal(getRoot(page('<base href="/shop/" />')).href, 'http://localhost:5000/shop/');
  assert.equal(getRoot(page("<BASE target='x' href='/'>")).href, 'http://localhost:5000/');
  assert.equal(getRoot(page('<p>')).href, 'http://localhost:5000/shop/');
});

test('boot files with fingerprints are tried first', () => {
  const html = `<script type="importmap">{"imports":{
    "./_framework/dotnet.js":"./_framework/dotnet.a1b2c3d4e5.js",
    "./_framework/dotnet.native.js":"./_framework/dotnet.native.f6g7h8i9j0.js",
    "./_framework/dotnet.runtime.js":"./_framework/dotnet.runtime.k1l2m3n4o5.js"}}</script>`;
  assert.deepEqual(getBootFiles(page(html)), [
    '_framework/dotnet.a1b2c3d4e5.js',
    '_framework/dotnet.boot.js',
    '_framework/dotnet.js',
    '_framework/blazor.boot.json',
  ]);
});

test('an address is shown without parts that may be secret', () => {
  assert.equal(shown('https://user:word@localhost:1/login?t=abc#d'), 'https://localhost:1/login');
});
