import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Choice, Chosen } from '../../../src/pageView/messages/choice.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { mouseButtonsOf, type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();

function option(label: string, more: { isDisabled?: boolean; group?: string } = {}) {
  return { label, isDisabled: false, isSelected: label === 'Green', group: '', ...more };
}

const colors: Choice = {
  kind: 'list',
  id: 7,
  rectangle: { x: 100, y: 50, width: 120, height: 20 },
  isMultiple: false,
  options: [
    option('Red'),
    option('Grey', { isDisabled: true }),
    option('Green'),
    option('Blue', { group: 'Cold' }),
    option('Bluish', { group: 'Cold' }),
  ],
};

/** Opens a tab whose page was clicked and shows a choice. */
async function openChoice(context: TestContext, choice: Choice): Promise<Tab> {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.click(100, 100);
  tab.update({ type: 'choice', choice });
  return tab;
}

/** Resolves to what was chosen, once. */
async function receiveChosen(tab: Tab, id: number): Promise<Chosen> {
  const answers = (): readonly Chosen[] =>
    tab.received.flatMap((message) =>
      message.type === 'choose' && message.id === id ? [message.chosen] : [],
    );
  await until('something is chosen', () => answers().length > 0);
  // Whatever follows is behind this message.
  await tab.showPage();
  assert.equal(answers().length, 1);
  return answers()[0] as Chosen;
}

async function hasFocusInPage(tab: Tab): Promise<boolean> {
  return (await tab.evaluate('document.activeElement.className')) === 'keys';
}

test('shows a list below its element, with the groups and states of its options', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  const elements = await tab.elements();
  const names = elements.filter(({ role }) => role === 'option').map(({ name }) => name);
  // Behind those of the toolbar's lists.
  assert.deepEqual(names.slice(-5), ['Red', 'Grey', 'Green', 'Blue', 'Bluish']);
  assert.ok(elements.some(({ role, name }) => role === 'group' && name === 'Cold'));
  assert.equal(elements.find(({ name }) => name === 'Grey')?.states['disabled'], true);
  const script = `(({ left, top, width }) => [left, top, width >= 120])(
    document.querySelector('.popup').getBoundingClientRect())`;
  assert.deepEqual(await tab.evaluate(script), [100, tab.pageTop + 70, true]);
});

test('chooses by a click, and goes back to the page', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.clickElement(await tab.find('option', 'Blue'));
  assert.deepEqual(await receiveChosen(tab, 7), { kind: 'options', indices: [3] });
  assert.ok(await hasFocusInPage(tab));
});

test('chooses by keys, from the selected option, without disabled ones', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  await tab.key('ArrowUp');
  await tab.key('Enter');
  assert.deepEqual(await receiveChosen(tab, 7), { kind: 'options', indices: [0] });
  assert.equal(tab.pageInputs.filter(({ kind }) => kind === 'key').length, 0);
  assert.ok(await hasFocusInPage(tab));
});

test('finds options by what is typed', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  for (const letter of ['b', 'l', 'u', 'i']) await tab.key(letter, { text: letter });
  await tab.key('Enter');
  assert.deepEqual(await receiveChosen(tab, 7), { kind: 'options', indices: [4] });
});

test('a click on a disabled option chooses nothing', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.clickElement(await tab.find('option', 'Grey'));
  await tab.key('Escape');
  assert.deepEqual(await receiveChosen(tab, 7), { kind: 'nothing' });
});

test('a click elsewhere closes it and reaches the page', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  tab.clear();
  await tab.click(500, 300);
  assert.deepEqual(await receiveChosen(tab, 7), { kind: 'nothing' });
  assert.deepEqual(
    mouseButtonsOf(tab).map(({ action, x, y }) => [action, x, y]),
    [
      ['press', 500, 300],
      ['release', 500, 300],
    ],
  );
});

test('a second click on the element closes it and does not reach the page', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  tab.clear();
  await tab.click(150, 60);
  assert.deepEqual(await receiveChosen(tab, 7), { kind: 'nothing' });
  assert.deepEqual(mouseButtonsOf(tab), []);
  assert.ok(await hasFocusInPage(tab));
});

test('F5 reaches VS Code while a list is open', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  await tab.evaluate(`addEventListener('keydown', ({ key }) => (globalThis.heard = key))`);
  await tab.key('F5');
  assert.equal(await tab.evaluate('heard'), 'F5');
  await tab.key('w', { modifiers: 2 });
  assert.equal(await tab.evaluate('heard'), 'F5');
});

test('chooses several options', async (context) => {
  const tab = await openChoice(context, { ...colors, id: 8, isMultiple: true });
  await tab.clickElement(await tab.find('option', 'Blue'));
  await tab.key('Home');
  await tab.key(' ');
  assert.equal((await tab.find('option', 'Red')).states['selected'], true);
  await tab.clickElement(await tab.find('option', 'Green'));
  await tab.key('Enter');
  assert.deepEqual(await receiveChosen(tab, 8), { kind: 'options', indices: [0, 3] });
});

test('shows a long list above an element at the bottom, within the tab', async (context) => {
  const options = Array.from({ length: 200 }, (_, index) => option(`Option ${index}`));
  const rectangle = { x: 700, y: 500, width: 300, height: 20 };
  const tab = await openChoice(context, { ...colors, rectangle, options });
  await tab.find('listbox', 'Options');
  await tab.key('End');
  const script = `(({ left, top, right, bottom }) => [left, top, right, bottom])(
    document.querySelector('.popup').getBoundingClientRect())`;
  const [left = 0, top = 0, right = 0, bottom = 0] = (await tab.evaluate(script)) as number[];
  assert.ok(left >= 0 && right <= 800, `${left} to ${right}`);
  assert.ok(top >= tab.pageTop && bottom <= tab.pageTop + 500, `${top} to ${bottom}`);
  await tab.clickElement(await tab.find('option', 'Option 199'));
  assert.deepEqual(await receiveChosen(tab, 7), { kind: 'options', indices: [199] });
});

test('closes when the page closes it', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  tab.update({ type: 'choice' });
  await until('it is closed', async () => {
    return !(await tab.elements()).some(({ role }) => role === 'listbox');
  });
  assert.ok(await hasFocusInPage(tab));
  assert.ok(!tab.received.some(({ type }) => type === 'choose'));
});

const suggestions: Choice = {
  kind: 'suggestions',
  id: 9,
  rectangle: { x: 100, y: 50, width: 120, height: 20 },
  values: [
    { value: 'Bern', label: '' },
    { value: 'Berlin', label: 'Germany' },
  ],
};

test('suggestions leave typed text to the page', async (context) => {
  const tab = await openChoice(context, suggestions);
  await tab.find('option', 'Berlin (Germany)');
  await tab.key('r', { text: 'r' });
  await tab.key('ArrowDown');
  await tab.key('ArrowDown');
  await tab.key('Enter', { text: '\r' });
  assert.deepEqual(await receiveChosen(tab, 9), { kind: 'value', value: 'Berlin' });
  const keys = tab.pageInputs.flatMap((input) => (input.kind === 'key' ? [input.key] : []));
  assert.deepEqual(keys, ['r', 'r']);
});

test('Enter reaches the page while no suggestion is active', async (context) => {
  const tab = await openChoice(context, suggestions);
  await tab.find('listbox', 'Suggestions');
  await tab.key('Enter', { text: '\r' });
  await tab.receive((message) => message.type === 'input' && message.input.kind === 'key');
  await tab.clickElement(await tab.find('option', 'Bern'));
  assert.deepEqual(await receiveChosen(tab, 9), { kind: 'value', value: 'Bern' });
});

test('Escape closes suggestions without reaching the page', async (context) => {
  const tab = await openChoice(context, suggestions);
  await tab.find('listbox', 'Suggestions');
  await tab.key('Escape');
  assert.deepEqual(await receiveChosen(tab, 9), { kind: 'nothing' });
  assert.ok(!tab.pageInputs.some(({ kind }) => kind === 'key'));
});

function picker(type: (Choice & { kind: 'picker' })['type'], value: string): Choice {
  const rectangle = { x: 100, y: 50, width: 120, height: 20 };
  return { kind: 'picker', id: 10, rectangle, type, value, min: '', max: '', step: '' };
}

test('enters a date by keys', async (context) => {
  const tab = await openChoice(context, picker('date', '2026-03-01'));
  await tab.find('dialog', 'Date');
  for (const digit of '12242027') {
    await tab.key(digit, { text: digit, code: `Digit${digit}` });
  }
  await tab.clickElement(await tab.find('button', 'OK'));
  assert.deepEqual(await receiveChosen(tab, 10), { kind: 'value', value: '2027-12-24' });
  assert.ok(await hasFocusInPage(tab));
});

test('confirms a time with Enter, and cancels one with Escape', async (context) => {
  const tab = await openChoice(context, picker('time', '10:30'));
  await tab.find('dialog', 'Time');
  await tab.key('Enter', { text: '\r' });
  assert.deepEqual(await receiveChosen(tab, 10), { kind: 'value', value: '10:30' });
  tab.update({ type: 'choice', choice: { ...picker('time', '10:30'), id: 11 } });
  await tab.find('dialog', 'Time');
  await tab.key('Escape');
  assert.deepEqual(await receiveChosen(tab, 11), { kind: 'nothing' });
});

test('picks a color', async (context) => {
  const tab = await openChoice(context, picker('color', '#00ff00'));
  await tab.find('dialog', 'Color');
  await tab.clickElement(await tab.find('button', 'OK'));
  assert.deepEqual(await receiveChosen(tab, 10), { kind: 'value', value: '#00ff00' });
});

test('closes when the page is paused', async (context) => {
  const tab = await openChoice(context, colors);
  await tab.find('listbox', 'Options');
  tab.update({ type: 'status', status: { state: 'paused', reason: '' } });
  await tab.find('button', 'Continue');
  assert.ok(!(await tab.elements()).some(({ role }) => role === 'listbox'));
});
