import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewInputSchema } from '../../src/pageView/messages/viewInput.ts';
import { viewUpdateSchema } from '../../src/pageView/messages/viewUpdate.ts';

const press = {
  kind: 'mouse',
  action: 'press',
  x: 10.5,
  y: 20,
  button: 'left',
  buttons: 1,
  clicks: 2,
  modifiers: 8,
};

test('what the user does is parsed', () => {
  for (const input of [
    press,
    { kind: 'text', text: '日本' },
    { kind: 'clipboard', action: 'copy' },
    { kind: 'touch', action: 'end', points: [], modifiers: 0 },
  ]) {
    const message = { type: 'input', input };
    assert.deepEqual(viewInputSchema.parse(message), message);
  }
});

test('messages outside their bounds are refused', () => {
  for (const input of [
    { ...press, action: 'click' },
    { ...press, x: Number.NaN },
    { ...press, modifiers: 16 },
    { kind: 'text', text: 'x'.repeat(1_000_001) },
    {
      kind: 'touch',
      action: 'start',
      points: Array.from({ length: 17 }, (_, id) => ({ id, x: 1, y: 1 })),
      modifiers: 0,
    },
  ]) {
    assert.equal(viewInputSchema.safeParse({ type: 'input', input }).success, false);
  }
  const viewport = { width: 0, height: 100, scale: 1, isMobile: false };
  assert.equal(viewInputSchema.safeParse({ type: 'ready', viewport }).success, false);
});

test('frames are bytes, and nodes form a tree', () => {
  const frame = { type: 'frame', frame: 1, format: 'jpeg', data: new Uint8Array(3) };
  assert.ok(viewUpdateSchema.safeParse({ ...frame, width: 800, height: 600 }).success);
  assert.ok(!viewUpdateSchema.safeParse({ ...frame, data: 'AAAA', width: 1, height: 1 }).success);
  const leaf = { id: 2, role: 'button', name: 'Click me', description: '', value: '', states: {} };
  const root = { ...leaf, id: 1, role: 'main', name: '' };
  const tree = { ...root, children: [{ ...leaf, children: [] }] };
  const message = { type: 'accessibility', root: tree };
  assert.deepEqual(viewUpdateSchema.parse(message), message);
});
