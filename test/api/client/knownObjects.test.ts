import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KnownObjects } from '../../../src/api/client/knownObjects.ts';
import { event, widget, type Widget } from '../../../tools/fixtures/api/widgets.ts';

/** The objects of a list of version 10. */
function listed(...items: readonly Widget[]): KnownObjects<Widget> {
  const known = new KnownObjects<Widget>();
  known.replace(items, '10');
  return known;
}

const versionOf = (known: KnownObjects<Widget>, name: string) =>
  known.get(name)?.metadata.resourceVersion;

test('a list names what was added, changed and removed, and nothing else', () => {
  const known = listed(widget('same', 1), widget('older', 2), widget('gone', 3));
  const items = [widget('same', 1), widget('older', 11), widget('new', 12)];
  assert.deepEqual(known.replace(items, '12'), ['older', 'new', 'gone']);
  assert.deepEqual([...known.values()], items);
  assert.equal(known.version, '12');
});

test('an object of the same name and version but with another uid has changed', () => {
  const known = listed(widget('a', 1, 'first'));
  assert.deepEqual(known.replace([widget('a', 1, 'second')], '11'), ['a']);
});

test('the version of a watch is that of its last event or bookmark', () => {
  const known = listed(widget('a', 1));
  known.apply(event('MODIFIED', widget('a', 11)));
  assert.equal(known.version, '11');
  known.apply({ type: 'BOOKMARK', resourceVersion: '15' });
  assert.equal(known.version, '15');
  known.apply(event('DELETED', widget('a', 16)));
  assert.equal(known.version, '16');
});

test('the version does not go back with a late event', () => {
  const known = listed();
  known.apply({ type: 'BOOKMARK', resourceVersion: '9' });
  known.apply(event('ADDED', widget('a', 8)));
  assert.equal(known.version, '10');
});

test('an object that was written does not hide changes of others that the watch has yet to report', () => {
  const known = listed(widget('own', 1), widget('other', 2));
  assert.deepEqual(known.put(widget('own', 20)), ['own']);
  assert.equal(known.version, '10', 'a watch continues where the last one ended');
  assert.deepEqual(known.apply(event('MODIFIED', widget('other', 15))), ['other']);
  assert.deepEqual(known.apply(event('MODIFIED', widget('own', 20))), []);
  assert.equal(known.version, '20');
});

test('versions are compared as numbers', () => {
  const known = listed(widget('a', 9));
  assert.deepEqual(known.put(widget('a', 10)), ['a']);
  assert.deepEqual(known.put(widget('a', 9)), []);
  assert.equal(versionOf(known, 'a'), '10');
});

test('an object that was deleted does not return with an answer that comes late', () => {
  const known = listed(widget('a', 1));
  assert.deepEqual(known.apply(event('DELETED', widget('a', 12))), ['a']);
  assert.deepEqual(known.put(widget('a', 11)), []);
  assert.deepEqual(known.put(widget('a', 12)), []);
  assert.equal(known.get('a'), undefined);
});

test('an object that a list no longer has does not return with an answer that comes late', () => {
  const known = listed(widget('a', 1), widget('b', 2, 'first'));
  known.replace([widget('b', 13, 'second')], '14');
  assert.deepEqual(known.put(widget('a', 11)), []);
  assert.deepEqual(known.put(widget('b', 12, 'first')), []);
  assert.equal(known.get('b')?.metadata.uid, 'second');
});

test('an object that is selected again after it was not returns', () => {
  const known = listed(widget('a', 1));
  known.apply(event('DELETED', widget('a', 12)));
  assert.deepEqual(known.apply(event('ADDED', widget('a', 13))), ['a']);
  assert.deepEqual(known.apply(event('MODIFIED', widget('a', 14))), ['a']);
  assert.equal(versionOf(known, 'a'), '14');
});

test('the end of an object leaves a new one of its name', () => {
  const known = listed(widget('a', 1, 'first'));
  known.put(widget('a', 13, 'second'));
  assert.deepEqual(known.apply(event('DELETED', widget('a', 12, 'first'))), []);
  assert.equal(known.get('a')?.metadata.uid, 'second');
});

test('objects without versions and uids are taken as they come', () => {
  const known = new KnownObjects<Widget>();
  const bare = { metadata: { name: 'a' } };
  assert.deepEqual(known.put(bare), ['a']);
  assert.deepEqual(known.put(bare), ['a'], 'it may have changed');
  assert.deepEqual(known.apply({ type: 'DELETED', object: bare }), ['a']);
  assert.deepEqual(known.put(bare), ['a']);
});
