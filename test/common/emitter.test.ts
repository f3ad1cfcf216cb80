import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../src/common/emitter.ts';

test('listeners are called in the order of their subscription', () => {
  const emitter = new Emitter<number>();
  const heard: string[] = [];
  emitter.event((value) => heard.push(`a${value}`));
  emitter.event((value) => heard.push(`b${value}`));
  emitter.fire(1);
  emitter.fire(2);
  assert.deepEqual(heard, ['a1', 'b1', 'a2', 'b2']);
});

test('a removed listener is not called', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  const listening = emitter.event((value) => heard.push(value));
  emitter.fire(1);
  listening.dispose();
  emitter.fire(2);
  assert.deepEqual(heard, [1]);
});

test('a function that is added twice is called twice, and each subscription ends separately', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  const listener = (value: number): void => void heard.push(value);
  const first = emitter.event(listener);
  emitter.event(listener);
  emitter.fire(1);
  first.dispose();
  emitter.fire(2);
  assert.deepEqual(heard, [1, 1, 2]);
});

test('a listener that is removed during fire is skipped', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  emitter.event(() => second.dispose());
  const second = emitter.event((value) => heard.push(value));
  emitter.fire(1);
  assert.deepEqual(heard, []);
});

test('a listener that is added during fire receives only later values', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  const first = emitter.event(() => {
    first.dispose();
    emitter.event((value) => heard.push(value));
  });
  emitter.fire(1);
  emitter.fire(2);
  assert.deepEqual(heard, [2]);
});
