import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyJsonPatch } from '../../../src/api/patch/jsonPatch.ts';
import { MalformedPatch, PatchFailed } from '../../../src/api/patch/patchErrors.ts';

/** Documents, patches and results; those of RFC 6902, appendix A, have its numbers. */
const applied: readonly [string, object, readonly object[], unknown][] = [
  ['A.1 adds a member', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
  ['A.2 adds an element', { a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
  ['A.3 removes a member', { a: 1, b: 2 }, [{ op: 'remove', path: '/b' }], { a: 1 }],
  ['A.4 removes an element', { a: [1, 2, 3] }, [{ op: 'remove', path: '/a/1' }], { a: [1, 3] }],
  ['A.5 replaces a value', { a: 1 }, [{ op: 'replace', path: '/a', value: 2 }], { a: 2 }],
  [
    'A.6 moves a value',
    { a: { b: 1 }, c: {} },
    [{ op: 'move', from: '/a/b', path: '/c/d' }],
    { a: {}, c: { d: 1 } },
  ],
  [
    'A.7 moves an element',
    { a: [1, 2, 3, 4] },
    [{ op: 'move', from: '/a/1', path: '/a/3' }],
    { a: [1, 3, 4, 2] },
  ],
  [
    'A.8 tests values',
    { a: { b: [1] } },
    [{ op: 'test', path: '/a/b/0', value: 1 }],
    { a: { b: [1] } },
  ],
  [
    'A.10 adds nested objects',
    { a: 1 },
    [{ op: 'add', path: '/b', value: { c: {} } }],
    { a: 1, b: { c: {} } },
  ],
  [
    'A.11 ignores other members',
    { a: 1 },
    [{ op: 'add', path: '/b', value: 2, x: 3 }],
    { a: 1, b: 2 },
  ],
  [
    'A.14 unescapes ~',
    { '/': 9, '~1': 10 },
    [{ op: 'test', path: '/~01', value: 10 }],
    { '/': 9, '~1': 10 },
  ],
  ['A.16 appends to lists', { a: [1] }, [{ op: 'add', path: '/a/-', value: [2] }], { a: [1, [2]] }],
  [
    'tests objects in any order',
    { a: { b: 1, c: 2 } },
    [{ op: 'test', path: '/a', value: { c: 2, b: 1 } }],
    { a: { b: 1, c: 2 } },
  ],
  [
    'copies values',
    { a: { b: 1 } },
    [{ op: 'copy', from: '/a', path: '/c' }],
    { a: { b: 1 }, c: { b: 1 } },
  ],
  [
    'replaces the whole document',
    { a: 1 },
    [{ op: 'replace', path: '', value: { b: 2 } }],
    { b: 2 },
  ],
  ['sets null', { a: 1 }, [{ op: 'add', path: '/b', value: null }], { a: 1, b: null }],
  ['moves a value to itself', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
];

for (const [title, document, patch, expected] of applied) {
  test(`JSON patch ${title}`, () => {
    const before = structuredClone(document);
    assert.deepEqual(applyJsonPatch(document, patch), expected);
    assert.deepEqual(document, before, 'The document was changed.');
  });
}

const failing: readonly [string, object, readonly object[]][] = [
  ['a test of another value (A.9)', { a: 'qux' }, [{ op: 'test', path: '/a', value: 'bar' }]],
  ['a number for a string (A.15)', { a: 10 }, [{ op: 'test', path: '/a', value: '10' }]],
  ['a missing parent (A.12)', { a: 1 }, [{ op: 'add', path: '/b/c', value: 2 }]],
  ['a parent that is no object', { a: 'text' }, [{ op: 'add', path: '/a/b', value: 2 }]],
  ['a missing member', { a: 1 }, [{ op: 'remove', path: '/b' }]],
  ['a replacement of a missing member', { a: 1 }, [{ op: 'replace', path: '/b', value: 2 }]],
  ['an index beyond the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 2 }]],
  ['an index that is none', { a: [1] }, [{ op: 'add', path: '/a/01', value: 2 }]],
  ['a replacement after the end', { a: [1] }, [{ op: 'replace', path: '/a/-', value: 2 }]],
  ['a test of a missing member', { a: 1 }, [{ op: 'test', path: '/b', value: null }]],
  ['inherited properties', { a: 1 }, [{ op: 'copy', from: '/toString', path: '/b' }]],
  ['prototypes', { a: 1 }, [{ op: 'add', path: '/__proto__', value: { b: 2 } }]],
  ['a move into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b' }]],
];

for (const [title, document, patch] of failing) {
  test(`JSON patch fails for ${title}`, () => {
    assert.throws(() => applyJsonPatch(document, patch), PatchFailed);
  });
}

test('no operation of a JSON patch is applied if one fails, and the failure says which', () => {
  const document = { a: 1 };
  const patch = [
    { op: 'add', path: '/b', value: 2 },
    { op: 'remove', path: '/c' },
  ];
  assert.throws(() => applyJsonPatch(document, patch), {
    message: /^Operation 1 \(remove\) .*\/c$/,
  });
  assert.deepEqual(document, { a: 1 });
});

test('failures do not quote values', () => {
  const patch = [{ op: 'test', path: '/a', value: 'guessed' }];
  assert.throws(
    () => applyJsonPatch({ a: 'secret' }, patch),
    ({ message }: Error) => !/guessed|secret/.test(message),
  );
});

const malformed: readonly [string, unknown][] = [
  ['an object', { op: 'add' }],
  ['an operation without a path', [{ op: 'remove' }]],
  ['an unknown operation', [{ op: 'increment', path: '/a' }]],
  ['a path that is no pointer', [{ op: 'remove', path: 'a' }]],
  ['a path that is longer than any', [{ op: 'remove', path: '/a'.repeat(5_000) }]],
  ['a source that is longer than any', [{ op: 'copy', from: '/a'.repeat(5_000), path: '/b' }]],
  ['an invalid escape', [{ op: 'remove', path: '/a~2' }]],
  ['a copy without a source', [{ op: 'copy', path: '/a' }]],
  ['a test without a value', [{ op: 'test', path: '/a' }]],
  ['too many operations', Array.from({ length: 1_001 }, () => ({ op: 'remove', path: '/a' }))],
];

for (const [title, patch] of malformed) {
  test(`JSON patch refuses ${title}`, () => {
    assert.throws(() => applyJsonPatch({ a: 1 }, patch), MalformedPatch);
  });
}

test('copies that double the document again and again are refused', () => {
  const patch = Array.from({ length: 64 }, (_, index) => ({
    op: 'copy',
    from: '/a',
    path: `/a/${index}`,
  }));
  assert.throws(() => applyJsonPatch({ a: { b: 'x'.repeat(100) } }, patch), PatchFailed);
});

test('a test of long lists is compared in one pass', () => {
  const list = Array.from({ length: 20_000 }, (_, index) => index);
  const patch = [{ op: 'test', path: '/a', value: list.toReversed() }];
  assert.throws(() => applyJsonPatch({ a: list }, patch), PatchFailed);
});
