import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ViewInput } from '../../../src/pageView/messages/viewInput.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();

/** What is announced to screen readers. */
async function announced(tab: Tab): Promise<unknown> {
  return tab.evaluate(`document.querySelector('[role=status]').innerText`);
}

test('a paused page is dimmed, can be continued and stepped, and gets no input', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage([255, 255, 255]);
  const before = (await tab.screenshot()).at(400, 500);
  tab.update({ type: 'status', status: { state: 'paused', reason: 'Paused on breakpoint' } });
  const buttons = ['Continue', 'Step Over', 'Step Into', 'Step Out'];
  const commands = ['continue', 'stepOver', 'stepInto', 'stepOut'] as const;
  await tab.find('group', 'Paused in debugger');
  assert.equal(await announced(tab), 'Paused in debugger. Paused on breakpoint');
  assert.notDeepEqual((await tab.screenshot()).at(400, 500), before);
  tab.clear();
  await tab.click(400, 300);
  await tab.mouse('mouseMoved', 300, 300);
  const wheel = { type: 'mouseWheel', x: 300, y: 200, deltaX: 0, deltaY: 100 };
  await tab.cdp('Input.dispatchMouseEvent', wheel);
  for (const button of buttons) await tab.clickElement(await tab.find('button', button));
  await tab.receive((message) => message.type === 'debug' && message.command === 'stepOut');
  const expected: ViewInput[] = commands.map((command) => ({ type: 'debug', command }));
  assert.deepEqual(tab.received, expected);
});

test('the buttons are reached by Tab, and the page gets the focus back', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.click(100, 100);
  tab.update({ type: 'status', status: { state: 'paused', reason: '' } });
  await tab.find('button', 'Continue');
  await tab.key('Tab');
  assert.equal(await tab.evaluate('document.activeElement.innerText'), 'Continue');
  await tab.key('Enter', { text: '\r' });
  await tab.receive(({ type }) => type === 'debug');
  tab.update({ type: 'status', status: { state: 'live' } });
  await until('the page has the focus', async () => {
    return (await tab.evaluate('document.activeElement.className')) === 'keys';
  });
});

test('what the user types when the page pauses continues nothing', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.click(100, 100);
  tab.update({ type: 'status', status: { state: 'paused', reason: '' } });
  await tab.find('button', 'Continue');
  tab.clear();
  await tab.key(' ', { text: ' ' });
  await tab.key('Enter', { text: '\r' });
  await tab.showPage();
  assert.deepEqual(
    tab.received.map(({ type }) => type),
    ['drawn'],
  );
});

test('a crashed page can be reloaded', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  tab.update({ type: 'status', status: { state: 'crashed' } });
  await tab.find('group', 'The page has crashed');
  await tab.clickElement(await tab.find('button', 'Reload'));
  await tab.receive(({ type }) => type === 'navigate');
});

test('an ended session can be started again, and nothing else', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  tab.update({ type: 'status', status: { state: 'ended', canStartAgain: true } });
  await tab.find('group', 'Session ended');
  for (const name of ['Go Back', 'Go Forward']) {
    assert.equal((await tab.find('button', name)).states['disabled'], true);
  }
  tab.clear();
  await tab.click(400, 400);
  await tab.clickElement(await tab.find('textbox', 'Address'));
  await tab.key('Enter', { text: '\r' });
  await tab.clickElement(await tab.find('button', 'Start Again'));
  await tab.receive(({ type }) => type === 'startAgain');
  assert.deepEqual(tab.received, [{ type: 'startAgain' }]);
});

test('a session that was started again is live', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  const location = { type: 'location', url: 'http://localhost/', title: '' } as const;
  tab.update({ ...location, canGoBack: true, canGoForward: false, isLoading: false });
  tab.update({ type: 'status', status: { state: 'ended', canStartAgain: true } });
  await tab.find('group', 'Session ended');
  tab.update({ type: 'status', status: { state: 'live' } });
  await tab.clickElement(await tab.find('button', 'Go Back'));
  await tab.receive(({ type }) => type === 'navigate');
  await tab.click(400, 400);
  await tab.receive(({ type }) => type === 'input');
});

test('an ended session that cannot be started again only says so', async (context) => {
  const tab = await user.openTab(context);
  tab.update({ type: 'status', status: { state: 'ended', canStartAgain: false } });
  await tab.find('group', 'Session ended');
  assert.ok(!(await tab.elements()).some(({ name }) => name === 'Start Again'));
});

test('announces what the host says, and titles of pages that have loaded', async (context) => {
  const tab = await user.openTab(context);
  tab.update({ type: 'announcement', text: 'The page asks: Delete?' });
  await until('it is announced', async () => (await announced(tab)) === 'The page asks: Delete?');
  const location = { type: 'location', url: 'http://localhost/', title: 'Counter' } as const;
  tab.update({ ...location, canGoBack: false, canGoForward: false, isLoading: false });
  await until('it is announced', async () => (await announced(tab)) === 'Counter');
});
