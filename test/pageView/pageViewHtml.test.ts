import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageViewHtml } from '../../src/pageView/pageViewHtml.ts';

test('only its own script and style run, and nothing is loaded', () => {
  const html = pageViewHtml({ nonce: 'n0nce', script: 'go("$&")', style: 'a{}' });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  assert.equal(policy, "default-src 'none'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'");
  assert.match(html, /<script nonce="n0nce">go\("\$&"\)<\/script>/);
  assert.match(html, /<style nonce="n0nce">a\{\}<\/style>/);
  assert.equal(html.match(/<(script|style|link|img|iframe)\b/g)?.length, 2);
});
