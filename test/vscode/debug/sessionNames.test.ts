import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionNames } from '../../../src/vscode/debug/sessionNames.ts';

const numbered = () => ({ name: 'Shop 2', configuration: { name: 'Shop' } });

test('the number is removed from the name of the only live debug session', () => {
  const session = numbered();
  new SessionNames().begin(session, 'first');
  assert.equal(session.name, 'Shop');
});

test('the second of two live debug sessions keeps its number', () => {
  const names = new SessionNames();
  names.begin({ name: 'Shop', configuration: { name: 'Shop' } }, 'first');
  const second = numbered();
  names.begin(second, 'second');
  assert.equal(second.name, 'Shop 2');
});

test('a debug session gets the name of an ended one, or one whose owner has ended', () => {
  const names = new SessionNames();
  const first = { name: 'Shop', configuration: { name: 'Shop' } };
  names.begin(first, 'first');
  names.end(first);
  const second = numbered();
  names.begin(second, 'second');
  assert.equal(second.name, 'Shop');
  names.endAll('second');
  const third = numbered();
  names.begin(third, 'third');
  assert.equal(third.name, 'Shop');
});

test('a restarted debug session keeps its name', () => {
  const names = new SessionNames();
  const session = { name: 'Shop', configuration: { name: 'Shop' } };
  names.begin(session, 'first');
  names.begin(session, 'first');
  assert.equal(session.name, 'Shop');
});
