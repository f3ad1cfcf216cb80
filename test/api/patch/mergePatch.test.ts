import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMergePatch } from '../../../src/api/patch/mergePatch.ts';

/** Document, patch and result, as in RFC 7396, appendix A. */
const cases: readonly [unknown, unknown, unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

for (const [document, patch, expected] of cases) {
  test(`merges ${JSON.stringify(patch)} into ${JSON.stringify(document)}`, () => {
    const before = structuredClone(document);
    assert.deepEqual(applyMergePatch(document, patch), expected);
    assert.deepEqual(document, before, 'The document was changed.');
  });
}

test('a merge patch changes no prototype', () => {
  const merged = applyMergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}'));
  assert.equal((merged as { polluted?: boolean }).polluted, undefined);
  assert.deepEqual(Object.keys(merged as object), ['__proto__']);
});
