import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../src/common/emitter.ts';

test('listeners hear every value in the order of their subscription', () => {
  const emitter = new Emitter<number>();
  const heard: string[] = [];
  emitter.event((value) => heard.push(`a${value}`));
  emitter.event((value) => heard.push(`b${value}`));
  emitter.fire(1);
  emitter.fire(2);
  assert.deepEqual(heard, ['a1', 'b1', 'a2', 'b2']);
});

test('a listener that was disposed hears nothing more', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  const listening = emitter.event((value) => heard.push(value));
  emitter.fire(1);
  listening.dispose();
  emitter.fire(2);
  assert.deepEqual(heard, [1]);
});

test('the same function subscribed twice hears twice, and each subscription ends by itself', () => {
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

test('a listener disposed by one before it does not hear the present value', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  emitter.event(() => second.dispose());
  const second = emitter.event((value) => heard.push(value));
  emitter.fire(1);
  assert.deepEqual(heard, []);
});

test('a listener subscribed while a value is told hears only what comes after', () => {
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
