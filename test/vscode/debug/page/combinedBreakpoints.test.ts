import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combineBreakpoints } from '../../../../src/vscode/debug/page/combinedBreakpoints.ts';

const calc = { path: '/app/Calc.cs', line: 7 };
const unbound = { ...calc, verified: false, message: 'Unbound breakpoint' };
const bound = { ...calc, verified: true, at: { line: 8, column: 1 } };

test('a breakpoint that is bound in one of several pages is bound', () => {
  for (const pages of [
    [[bound], [unbound]],
    [[unbound], [bound]],
  ]) {
    assert.deepEqual(combineBreakpoints(pages), [bound]);
  }
});

test('a breakpoint that no page has bound is described by the page that has its source', () => {
  const loaded = { ...unbound, isSourceLoaded: true };
  assert.deepEqual(combineBreakpoints([[unbound], [loaded], [unbound]]), [loaded]);
});

test('each breakpoint of the pages is there once', () => {
  const other = { ...unbound, line: 9 };
  assert.deepEqual(combineBreakpoints([[unbound, other], [unbound]]), [unbound, other]);
  assert.deepEqual(combineBreakpoints([[unbound], []]), [unbound]);
  assert.deepEqual(combineBreakpoints([]), []);
});
