import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toUrl } from '../../../../src/browser/view/location/typedAddress.ts';

const current = 'https://localhost:5001/app/counter?a=1';

const addresses: readonly (readonly [typed: string, url: string | undefined])[] = [
  ['http://example.com', 'http://example.com/'],
  [' https://example.com/a b ', 'https://example.com/a%20b'],
  ['example.com', 'https://example.com/'],
  ['example.com:443/x', 'https://example.com/x'],
  ['example.com:8080', 'http://example.com:8080/'],
  ['//example.com/x', 'https://example.com/x'],
  ['localhost:5000', 'http://localhost:5000/'],
  ['localhost', 'http://localhost/'],
  ['app.localhost/x', 'http://app.localhost/x'],
  ['127.0.0.1:80/x?y#z', 'http://127.0.0.1/x?y#z'],
  ['[::1]:5000', 'http://[::1]:5000/'],
  ['printer', 'http://printer/'],
  ['printer/status', 'http://printer/status'],
  ['/weather', 'https://localhost:5001/weather'],
  ['?b=2', 'https://localhost:5001/app/counter?b=2'],
  ['#top', 'https://localhost:5001/app/counter?a=1#top'],
  ['about:blank', 'about:blank'],
  ['data:text/html,hi', 'data:text/html,hi'],
  ['javascript:alert(1)', undefined],
  ['chrome://settings', undefined],
  ['vscode://file/x', undefined],
  ['mailto:someone@example.com', undefined],
  ['how to debug', undefined],
  ['someone@example.com', undefined],
  ['example.com:99999', undefined],
  ['', undefined],
  ['  ', undefined],
];

for (const [typed, url] of addresses) {
  test(`"${typed}" leads to ${url ?? 'no page'}`, () => {
    assert.equal(toUrl(typed, current), url);
  });
}

test('a path leads nowhere from a page without a site', () => {
  assert.equal(toUrl('/weather', 'about:blank'), undefined);
  assert.equal(toUrl('/weather', ''), undefined);
});
