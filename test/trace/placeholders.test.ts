import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Placeholders } from '../../src/trace/placeholders.ts';

test('the same text has the same placeholder, of each kind its own', () => {
  const placeholders = new Placeholders();
  const long = 'x'.repeat(100_000);
  assert.deepEqual(
    ['a', 'b', 'a', long, `${long}y`, long].map((text) => placeholders.get('path', text)),
    ['path-1', 'path-2', 'path-1', 'path-3', 'path-4', 'path-3'],
  );
  assert.equal(placeholders.get('session', 'a'), 'session-1');
});

test('the oldest texts are forgotten, and never lead to a placeholder of another text', () => {
  const placeholders = new Placeholders();
  const all = Array.from({ length: 10_002 }, (_, index) =>
    placeholders.get('argument', String(index)),
  );
  assert.equal(new Set(all).size, all.length);
  assert.equal(placeholders.get('argument', '0'), 'argument-10003');
  assert.equal(placeholders.get('argument', '10001'), 'argument-10002');
});

test('a text that is used keeps its placeholder, however many others there are', () => {
  const placeholders = new Placeholders();
  const found = new Set<string>();
  for (let index = 0; index < 30_000; index++) {
    placeholders.get('name', `other ${index}`);
    if (index % 1_000 === 0) found.add(placeholders.get('name', 'home'));
  }
  assert.deepEqual([...found], ['name-2']);
});
