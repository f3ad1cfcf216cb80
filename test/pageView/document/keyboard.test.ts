import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { KeyInput } from '../../../src/pageView/messages/pageInput.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();
const alt = 1;
const control = 2;
const meta = 4;
const shift = 8;

/** Opens a tab whose page was clicked. VS Code's listener is imitated: what reaches it is in `heard`. */
async function openFocusedTab(context: TestContext): Promise<Tab> {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.evaluate(`
    globalThis.heard = [];
    addEventListener('keydown', ({ key, defaultPrevented }) => heard.push([key, defaultPrevented]))`);
  await tab.click(100, 100);
  return tab;
}

function keyInputs(tab: Tab): readonly KeyInput[] {
  return tab.pageInputs.flatMap((input) => (input.kind === 'key' ? [input] : []));
}

/** Resolves to the key inputs when there are as many as expected. */
async function receiveKeys(tab: Tab, count: number): Promise<readonly KeyInput[]> {
  await until(`there are ${count} key inputs`, () => keyInputs(tab).length >= count);
  return keyInputs(tab);
}

test('sends keys with their text', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.key('a', { text: 'a' });
  await tab.key('A', { text: 'A', modifiers: shift });
  await tab.key('Enter', { text: '\r' });
  await tab.key('ArrowLeft');
  const inputs = await receiveKeys(tab, 8);
  assert.deepEqual(
    inputs.map(({ action, key, code, keyCode, text }) => [action, key, code, keyCode, text]),
    [
      ['press', 'a', 'KeyA', 65, 'a'],
      ['release', 'a', 'KeyA', 65, undefined],
      ['press', 'A', 'KeyA', 65, 'A'],
      ['release', 'A', 'KeyA', 65, undefined],
      ['press', 'Enter', 'Enter', 13, '\r'],
      ['release', 'Enter', 'Enter', 13, undefined],
      ['press', 'ArrowLeft', 'ArrowLeft', 37, undefined],
      ['release', 'ArrowLeft', 'ArrowLeft', 37, undefined],
    ],
  );
  assert.equal(inputs[2]?.modifiers, shift);
  assert.equal(tab.pageInputs.filter(({ kind }) => kind === 'text').length, 0);
});

test('keys reach the page of a tab that has the focus, without a click', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.evaluate(`document.activeElement.blur(); window.dispatchEvent(new Event('focus'))`);
  await tab.key('a', { text: 'a' });
  await receiveKeys(tab, 2);
  const { states } = await tab.find('textbox', 'Page');
  assert.equal(states['focused'], true);
});

test('shortcuts have no text', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.key('s', { modifiers: control });
  await tab.key('s', { modifiers: alt });
  const inputs = await receiveKeys(tab, 4);
  assert.deepEqual(
    inputs
      .filter(({ action }) => action === 'press')
      .map(({ key, text, modifiers }) => [key, text, modifiers]),
    [
      ['s', undefined, control],
      ['s', undefined, alt],
    ],
  );
});

test("leaves VS Code its keys, and the user's browser none of them", async (context) => {
  const tab = await openFocusedTab(context);
  const keys = [
    ['F1', 0],
    ['F5', 0],
    ['F5', shift],
    ['F5', control | shift],
    ['F6', 0],
    ['F10', 0],
    ['F11', 0],
    ['F11', shift],
    ['P', control | shift],
    ['P', meta | shift],
  ] as const;
  for (const [key, modifiers] of keys) await tab.key(key, { modifiers });
  await tab.key('x', { text: 'x' });
  const inputs = await receiveKeys(tab, 2);
  assert.deepEqual(
    inputs.map(({ key }) => key),
    ['x', 'x'],
  );
  assert.deepEqual(
    await tab.evaluate('heard'),
    keys.map(([key]) => [key, true]),
  );
});

test('sends all other keys to the page only', async (context) => {
  const tab = await openFocusedTab(context);
  const keys = [
    ['f', control],
    ['p', control],
    ['s', control],
    ['b', control],
    ['w', control],
    ['z', control],
    ['F3', 0],
    ['F12', 0],
    ['Escape', 0],
    ['Tab', 0],
    ['Tab', shift],
    ['ArrowLeft', alt],
    ['F2', 0],
  ] as const;
  for (const [key, modifiers] of keys) await tab.key(key, { modifiers });
  const inputs = await receiveKeys(tab, keys.length * 2);
  assert.deepEqual(
    inputs.filter(({ action }) => action === 'press').map(({ key, modifiers }) => [key, modifiers]),
    keys.map((key) => [...key]),
  );
  assert.deepEqual(await tab.evaluate('heard'), []);
});

test('Ctrl+M lets Tab leave the page, and says so', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.key('m', { modifiers: control });
  await tab.key('Tab', { modifiers: shift });
  const status = (await tab.elements()).find(({ role }) => role === 'status');
  assert.ok(status);
  assert.match(
    String(await tab.evaluate('document.querySelector("[role=status]").innerText')),
    /Tab now leaves/,
  );
  assert.equal(await tab.evaluate('document.activeElement.title'), 'More Actions…');
  assert.equal(keyInputs(tab).length, 0);
});

test('releases keys when the focus goes', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.keyDown('Alt', { modifiers: alt, code: 'AltLeft', location: 1 });
  await receiveKeys(tab, 1);
  await tab.clickElement(await tab.find('textbox', 'Address'));
  const [, release] = await receiveKeys(tab, 2);
  assert.deepEqual([release?.action, release?.key, release?.modifiers], ['release', 'Alt', 0]);
});

test('sends a paused page no keys, and releases keys when it resumes', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.keyDown('a', { text: 'a' });
  await receiveKeys(tab, 1);
  tab.update({ type: 'status', status: { state: 'paused', reason: 'Paused on breakpoint' } });
  await tab.find('button', 'Continue');
  await tab.keyUp('a');
  await tab.key('b', { text: 'b' });
  await tab.key('F10');
  assert.deepEqual(await tab.evaluate('heard'), [['F10', true]]);
  assert.equal(keyInputs(tab).length, 1);
  tab.update({ type: 'status', status: { state: 'live' } });
  const [, release] = await receiveKeys(tab, 2);
  assert.deepEqual([release?.action, release?.key], ['release', 'a']);
  await tab.key('c', { text: 'c' });
  assert.deepEqual(
    (await receiveKeys(tab, 4)).map(({ key }) => key),
    ['a', 'a', 'c', 'c'],
  );
});
