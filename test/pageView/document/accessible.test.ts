import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { AccessibleNode } from '../../../src/pageView/messages/accessibleNode.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();

function node(
  id: number,
  role: string,
  name: string,
  more: Partial<AccessibleNode> = {},
): AccessibleNode {
  return { id, role, name, description: '', value: '', states: {}, children: [], ...more };
}

const page = (count: number, ...more: readonly AccessibleNode[]): AccessibleNode =>
  node(1, 'RootWebArea', 'Counter', {
    children: [
      node(2, 'heading', 'Counter', {
        states: { level: '1' },
        children: [node(3, 'StaticText', 'Counter')],
      }),
      ...more,
      node(4, 'paragraph', '', { children: [node(5, 'StaticText', `Current count: ${count}`)] }),
      node(6, 'button', 'Click me', { description: 'Adds one' }),
      node(7, 'checkbox', 'Twice', { states: { checked: 'true' } }),
      node(8, 'textbox', 'Step', { value: '1' }),
      node(9, 'combobox', 'Color', { value: 'Green' }),
    ],
  });

/** Opens a tab of a user with a screen reader, as VS Code tells documents. */
async function openForScreenReader(context: TestContext): Promise<Tab> {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.evaluate(`document.body.classList.add('vscode-using-screen-reader')`);
  await tab.receive((message) => message.type === 'accessibility' && message.isWanted);
  tab.update({ type: 'accessibility', root: page(0) });
  await tab.find('button', 'Click me');
  return tab;
}

test('the content of the page is read as headings, text and controls', async (context) => {
  const tab = await openForScreenReader(context);
  const heading = await tab.find('heading', 'Counter');
  assert.equal(heading.states['level'], 1);
  await tab.find('StaticText', 'Current count: 0');
  assert.equal((await tab.find('checkbox', 'Twice')).states['checked'], 'true');
  assert.equal((await tab.find('textbox', 'Step')).value, '1');
  await tab.find('combobox', 'Color: Green');
  assert.ok(!(await tab.elements()).some(({ role }) => role === 'image'));
});

test('it is wanted only by users with a screen reader', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  assert.ok(!tab.received.some(({ type }) => type === 'accessibility'));
  await tab.clickElement(await tab.find('button', 'More Actions…'));
  await tab.clickElement(await tab.find('menuitemcheckbox', 'Show Page Content to Screen Readers'));
  await tab.receive((message) => message.type === 'accessibility' && message.isWanted);
  tab.clear();
  await tab.load();
  await tab.receive((message) => message.type === 'accessibility' && message.isWanted);
});

test('controls are pressed, focused and filled in', async (context) => {
  const tab = await openForScreenReader(context);
  await tab.evaluate(`document.querySelector('[aria-label="Click me"]').focus()`);
  await tab.key('Enter', { text: '\r' });
  await tab.receive(({ type }) => type === 'node');
  await tab.key('Tab');
  await tab.key(' ', { text: ' ' });
  await tab.key('Tab');
  await tab.cdp('Input.insertText', { text: '12' });
  await tab.key('Tab');
  await tab.receive((message) => message.type === 'node' && message.id === 9);
  const actions = tab.received.flatMap((message) =>
    message.type === 'node' ? [[message.id, message.what]] : [],
  );
  assert.deepEqual(actions, [
    [6, { action: 'focus' }],
    [6, { action: 'press' }],
    [7, { action: 'focus' }],
    [7, { action: 'press' }],
    [8, { action: 'focus' }],
    [8, { action: 'setValue', value: '12' }],
    [9, { action: 'focus' }],
  ]);
});

test('changes of the page keep the focus of the screen reader', async (context) => {
  const tab = await openForScreenReader(context);
  await tab.evaluate(`document.querySelector('[aria-label="Click me"]').focus()`);
  tab.update({ type: 'accessibility', root: page(1, node(20, 'alert', 'Counted')) });
  await tab.find('alert', 'Counted');
  await tab.find('StaticText', 'Current count: 1');
  assert.equal(await tab.evaluate(`document.activeElement.getAttribute('aria-label')`), 'Click me');
  tab.update({ type: 'accessibility', root: page(2) });
  await tab.find('StaticText', 'Current count: 2');
  assert.equal(await tab.evaluate(`document.activeElement.getAttribute('aria-label')`), 'Click me');
  assert.ok(!(await tab.elements()).some(({ name }) => name === 'Counted'));
});

test('names of the page are text, whatever they contain', async (context) => {
  const tab = await openForScreenReader(context);
  const name = '<img src=x onerror="document.title=1"><b>bold</b>';
  tab.update({
    type: 'accessibility',
    root: page(0, node(21, 'StaticText', name), node(22, 'button', name)),
  });
  await tab.find('StaticText', name);
  await tab.find('button', name);
});

test('it is wanted of the next page in the tab, too', async (context) => {
  const tab = await openForScreenReader(context);
  tab.update({ type: 'status', status: { state: 'ended', canStartAgain: true } });
  await tab.find('button', 'Start Again');
  tab.clear();
  tab.update({ type: 'status', status: { state: 'live' } });
  await tab.receive((message) => message.type === 'accessibility' && message.isWanted);
});

test('a paused page is not acted on', async (context) => {
  const tab = await openForScreenReader(context);
  tab.update({ type: 'status', status: { state: 'paused', reason: '' } });
  await tab.find('button', 'Continue');
  await tab.evaluate(`document.querySelector('[aria-label="Click me"]').focus()`);
  await tab.key('Enter', { text: '\r' });
  await tab.showPage();
  assert.ok(!tab.received.some(({ type }) => type === 'node'));
});

test('the content goes when it is no longer wanted', async (context) => {
  const tab = await openForScreenReader(context);
  await tab.evaluate(`document.body.classList.remove('vscode-using-screen-reader')`);
  await tab.receive((message) => message.type === 'accessibility' && !message.isWanted);
  tab.update({ type: 'accessibility' });
  await until('it is gone', async () => {
    return !(await tab.elements()).some(({ name }) => name === 'Click me');
  });
});
