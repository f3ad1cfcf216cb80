import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Navigation } from '../../../src/pageView/messages/viewInput.ts';
import type { PageLocation } from '../../../src/pageView/messages/viewUpdate.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();
const control = 2;
const shift = 8;

const place: PageLocation = {
  type: 'location',
  url: 'http://localhost:5000/counter',
  title: 'Counter',
  canGoBack: true,
  canGoForward: true,
  isLoading: false,
};

async function openTabAt(context: TestContext, location: Partial<PageLocation> = {}): Promise<Tab> {
  const tab = await user.openTab(context);
  await tab.showPage();
  tab.update({ ...place, ...location });
  const isShown = `document.querySelector('[aria-label=Address]').value !== ''`;
  await until('the location is shown', async () => (await tab.evaluate(isShown)) === true);
  return tab;
}

async function receiveNavigations(tab: Tab, count: number): Promise<readonly Navigation[]> {
  const read = (): readonly Navigation[] =>
    tab.received.flatMap((message) => (message.type === 'navigate' ? [message.navigation] : []));
  await until('there are navigations', () => read().length >= count);
  return read();
}

test('has buttons for the history, and for reloading with and without cache', async (context) => {
  const tab = await openTabAt(context);
  await tab.find('toolbar', 'Page');
  await tab.clickElement(await tab.find('button', 'Go Back'));
  await tab.clickElement(await tab.find('button', 'Go Forward'));
  const reload = await tab.find('button', 'Reload (Shift+Click: Without Cache)');
  await tab.clickElement(reload);
  await tab.clickElement(reload, { modifiers: shift });
  assert.deepEqual(await receiveNavigations(tab, 4), [
    { to: 'back' },
    { to: 'forward' },
    { to: 'reload' },
    { to: 'reloadWithoutCache' },
  ]);
});

test('has no history at its ends', async (context) => {
  const tab = await openTabAt(context, { canGoBack: false, canGoForward: false });
  for (const name of ['Go Back', 'Go Forward']) {
    assert.equal((await tab.find('button', name)).states['disabled'], true);
  }
});

test('stops a page that loads', async (context) => {
  const tab = await openTabAt(context, { isLoading: true });
  await tab.clickElement(await tab.find('button', 'Stop Loading'));
  assert.deepEqual(await receiveNavigations(tab, 1), [{ to: 'stop' }]);
  tab.update(place);
  await tab.find('button', 'Reload (Shift+Click: Without Cache)');
});

test('goes where the user enters, and back to the page', async (context) => {
  const tab = await openTabAt(context);
  const address = await tab.find('textbox', 'Address');
  assert.equal(address.value, place.url);
  await tab.clickElement(address);
  await tab.cdp('Input.insertText', { text: 'localhost:5000/weather' });
  tab.update({ ...place, url: 'http://localhost:5000/elsewhere' });
  await tab.showPage();
  await tab.key('Enter', { text: '\r' });
  const [navigation] = await receiveNavigations(tab, 1);
  assert.deepEqual(navigation, { to: 'url', url: 'localhost:5000/weather' });
  assert.equal(await tab.evaluate('document.activeElement.className'), 'keys');
});

test('Escape gives up an address', async (context) => {
  const tab = await openTabAt(context);
  await tab.clickElement(await tab.find('textbox', 'Address'));
  await tab.cdp('Input.insertText', { text: 'elsewhere' });
  await tab.key('Escape');
  assert.equal(await tab.evaluate('document.activeElement.className'), 'keys');
  assert.equal((await tab.find('textbox', 'Address')).value, place.url);
  assert.ok(!tab.received.some(({ type }) => type === 'navigate'));
});

test('the menu is operated by keys', async (context) => {
  const tab = await openTabAt(context);
  await tab.evaluate(`document.querySelector('[title^=More]').focus()`);
  await tab.key('Enter', { text: '\r' });
  const items = (await tab.elements()).filter(({ role }) => role.startsWith('menuitem'));
  assert.deepEqual(
    items.map(({ role, name }) => [role, name]),
    [
      ['menuitem', 'Reload Without Cache'],
      ['menuitemcheckbox', 'Rotate Device'],
      ['menuitemcheckbox', 'Show Page Content to Screen Readers'],
    ],
  );
  await tab.key('ArrowDown');
  await tab.key('ArrowUp');
  await tab.key('Enter', { text: '\r' });
  assert.deepEqual(await receiveNavigations(tab, 1), [{ to: 'reloadWithoutCache' }]);
  assert.equal(await tab.evaluate('document.activeElement.title'), 'More Actions…');
  assert.ok(!(await tab.elements()).some(({ role }) => role === 'menu'));
});

test('the menu takes keys as soon as it is opened', async (context) => {
  const tab = await openTabAt(context);
  await tab.evaluate(`document.querySelector('[title^=More]').focus()`);
  const enter = (): Promise<void> => tab.key('Enter', { text: '\r' });
  await Promise.all([enter(), tab.key('ArrowUp'), enter()]);
  const hasContent = await tab.receive(({ type }) => type === 'accessibility');
  assert.deepEqual(hasContent, { type: 'accessibility', isWanted: true });
});

test('Escape closes the menu', async (context) => {
  const tab = await openTabAt(context);
  await tab.clickElement(await tab.find('button', 'More Actions…'));
  await tab.find('menu', 'More Actions…');
  await tab.key('Escape');
  assert.ok(!(await tab.elements()).some(({ role }) => role === 'menu'));
});

test('all controls are reached by Tab, with a visible focus', async (context) => {
  const tab = await openTabAt(context);
  await tab.evaluate(
    `document.documentElement.style.setProperty('--vscode-focusBorder', '#0000ff')`,
  );
  await tab.key('m', { modifiers: control });
  const names: unknown[] = [];
  const colors = new Set<unknown>();
  for (let index = 0; index < 7; index += 1) {
    await tab.key('Tab', { modifiers: shift });
    names.unshift(await tab.evaluate(`document.activeElement.getAttribute('aria-label')`));
    colors.add(await tab.evaluate('getComputedStyle(document.activeElement).outlineColor'));
  }
  assert.deepEqual(names, [
    'Go Back',
    'Go Forward',
    'Reload (Shift+Click: Without Cache)',
    'Address',
    'Device Size',
    'Zoom',
    'More Actions…',
  ]);
  assert.deepEqual([...colors], ['rgb(0, 0, 255)']);
});

test("has VS Code's colors, with borders in high contrast", async (context) => {
  const tab = await openTabAt(context);
  await tab.evaluate(`
    document.body.classList.add('vscode-high-contrast');
    for (const [name, value] of Object.entries({
      'editor-background': '#000000',
      'icon-foreground': '#ffffff',
      contrastBorder: '#ff00ff',
      'input-background': '#101010',
      'input-border': '#00ff00',
    })) document.documentElement.style.setProperty('--vscode-' + name, value)`);
  const seen = await tab.screenshot();
  assert.deepEqual(seen.at(2, 2), [0, 0, 0]);
  assert.deepEqual(seen.at(300, tab.pageTop - 1), [255, 0, 255]);
  const style = `(({ borderColor, backgroundColor }) => [borderColor, backgroundColor])(
    getComputedStyle(document.querySelector('[aria-label=Address]')))`;
  assert.deepEqual(await tab.evaluate(style), ['rgb(0, 255, 0)', 'rgb(16, 16, 16)']);
});

test('fits into a narrow tab', async (context) => {
  const tab = await openTabAt(context);
  await tab.resize({ width: 300, height: 400, pixelRatio: 1 });
  const script = `document.documentElement.scrollWidth + ' ' + Math.ceil(
    document.querySelector('[title^=More]').getBoundingClientRect().right)`;
  const [scrollWidth, right] = String(await tab.evaluate(script))
    .split(' ')
    .map(Number);
  assert.equal(scrollWidth, 300);
  assert.ok((right ?? 0) <= 300, `${right}`);
});
