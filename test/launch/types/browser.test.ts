import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserLaunchPlan, LaunchRequest } from '../../../src/launch/launchPlan.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import {
  context,
  failure,
  request,
  userRequest,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const url = 'https://localhost:7001/';

function planned(asked: LaunchRequest): BrowserLaunchPlan {
  const made = planLaunch(asked, context);
  assert.ok(made.kind === 'browser');
  return made;
}

const plan = (more: object): BrowserLaunchPlan =>
  planned(request({ type: 'browser', url, ...more }));

test('a page is opened in a new browser, and named after its address', () => {
  assert.deepEqual(plan({}), {
    kind: 'browser',
    name: 'localhost:7001',
    mode: 'Debug',
    url,
    browser: undefined,
    webRoot: undefined,
    running: undefined,
  });
});

test("a page's name has its path, but no query, fragment or password", () => {
  const names = {
    'http://127.0.0.1:5000': '127.0.0.1:5000',
    'http://localhost/shop/cart?token=1#top': 'localhost/shop/cart',
    'http://me:hush@localhost:80/': 'localhost',
    'https://[::1]:7001/a': '[::1]:7001/a',
  };
  for (const [address, name] of Object.entries(names)) {
    assert.equal(plan({ url: address }).name, name);
  }
});

test('the address is opened with its query', () => {
  assert.equal(plan({ url: 'http://localhost' }).url, 'http://localhost/');
  assert.equal(plan({ url: 'http://localhost/a?b=1#c' }).url, 'http://localhost/a?b=1#c');
});

test('an invalid page address is refused with an example of a valid one', () => {
  for (const wrong of ['localhost:7001', 'file:///etc/passwd', 'javascript:alert(1)', '/shop']) {
    const { code, message } = failure(request({ type: 'browser', url: wrong }));
    assert.equal(code, 'PageAddressInvalid', wrong);
    assert.match(message, /url.*https?:\/\//);
  }
});

test('a web root is resolved in the workspace', () => {
  assert.equal(
    plan({ web_root: 'client/Client.csproj' }).webRoot,
    '/srv/shop/client/Client.csproj',
  );
  assert.equal(plan({ web_root: '/www' }).webRoot, '/www');
  assert.equal(plan({ web_root: '' }).webRoot, undefined);
  assert.equal(plan({ web_root: null }).webRoot, undefined);
});

test('the requested browser is used, in any spelling, or any browser', () => {
  const browsers = { msedge: 'msedge', Chrome: 'chrome', CHROMIUM: 'chromium', firefox: undefined };
  for (const [name, browser] of Object.entries(browsers)) {
    assert.equal(plan({ browser: name }).browser, browser);
  }
});

test('only a user can attach to a running browser by its DevTools address', () => {
  const running = { address: 'host', port: 9222 };
  const asked = userRequest({ type: 'browser', url }, { kind: 'attach', ...running });
  assert.deepEqual(planned(asked).running, running);
  const tried = { devtools_port: 9222, devtools_address: 'host', intent: asked.intent };
  assert.equal(plan(tried).running, undefined);
});

test('a page is opened without a debugger too', () => {
  assert.equal(plan({ mode: 'NoDebug' }).mode, 'NoDebug');
});
