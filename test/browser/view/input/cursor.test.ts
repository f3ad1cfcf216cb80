import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { desktop, type OpenView, openView } from '../openView.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

const body = `<style>
  body > * { position: absolute; width: 100px; height: 40px; margin: 0; border: 0; padding: 0; }
  </style>
  <a href="#" style="left: 0">link</a>
  <p style="left: 100px">text text text</p>
  <p style="left: 200px; user-select: none">text text text</p>
  <input style="left: 300px">
  <div style="left: 400px; cursor: url(none.png) 4 4, grab"></div>
  <iframe style="left: 0; top: 100px" srcdoc="<html style='cursor: help'>"></iframe>`;

function move(view: OpenView, x: number, y = 10): void {
  const none = { button: 'none', buttons: 0, clicks: 0, modifiers: 0 } as const;
  view.give({ kind: 'mouse', action: 'move', x, y, ...none });
}

function cursors(view: OpenView): readonly string[] {
  return view.updates.flatMap((update) => (update.type === 'cursor' ? [update.cursor] : []));
}

test('tells the cursor of what is under the mouse', limit, async (context) => {
  const view = await openView(context, fixture, body);
  for (const [x, cursor, y] of [
    [10, 'pointer'],
    [110, 'text'],
    [210, 'default'],
    [310, 'text'],
    [410, 'grab'],
    [10, 'help', 110],
    [410, 'grab'],
  ] as const) {
    move(view, x, y);
    await until(`the cursor is ${cursor}`, () => cursors(view).at(-1) === cursor);
  }
  view.view.handle({ type: 'ready', viewport: desktop });
  assert.equal(cursors(view).at(-1), 'grab');
});

test('is not told by events that the page makes up', limit, async (context) => {
  const view = await openView(context, fixture, body);
  move(view, 10);
  await until('the cursor is a pointer', () => cursors(view).at(-1) === 'pointer');
  await view.run(`for (let count = 0; count < 100_000; count++) {
    const target = document.body.children[1 + count % 5];
    target.dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));
  }`);
  const known = cursors(view).length;
  move(view, 410);
  await until('the cursor is another one', () => cursors(view).at(-1) === 'grab');
  assert.equal(cursors(view).length, known + 1);
});
