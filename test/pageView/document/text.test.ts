import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { type PageInput, textLimit } from '../../../src/pageView/messages/pageInput.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();
const control = 2;

async function openFocusedTab(context: TestContext): Promise<Tab> {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.click(100, 100);
  return tab;
}

/** Resolves to what isn't the mouse's when a last input is there. */
async function receiveUntil(tab: Tab, last: PageInput): Promise<readonly PageInput[]> {
  const isLast = (input: PageInput): boolean => JSON.stringify(input) === JSON.stringify(last);
  await until('the last input is there', () => tab.pageInputs.some(isLast));
  return tab.pageInputs.filter(({ kind }) => kind !== 'mouse');
}

function compose(tab: Tab, text: string): Promise<unknown> {
  const [selectionStart, selectionEnd] = [text.length, text.length];
  return tab.cdp('Input.imeSetComposition', { text, selectionStart, selectionEnd });
}

test('sends the steps of a composition, then its text', async (context) => {
  const tab = await openFocusedTab(context);
  for (const text of ['n', 'に', 'にほ', 'にほん']) await compose(tab, text);
  await tab.cdp('Input.insertText', { text: '日本' });
  const inputs = await receiveUntil(tab, { kind: 'text', text: '日本' });
  const steps = inputs.flatMap((input) => (input.kind === 'composition' ? [input.text] : []));
  assert.deepEqual(steps.slice(0, 4), ['n', 'に', 'にほ', 'にほん']);
  assert.equal(inputs.filter(({ kind }) => kind === 'text').length, 1);
  assert.equal(inputs.at(-1)?.kind, 'text');
});

test('sends the selection of a composition', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.cdp('Input.imeSetComposition', { text: 'にほん', selectionStart: 1, selectionEnd: 2 });
  const step: PageInput = {
    kind: 'composition',
    text: 'にほん',
    selectionStart: 1,
    selectionEnd: 2,
  };
  assert.deepEqual(await receiveUntil(tab, step), [step]);
});

test('cancels a composition', async (context) => {
  const tab = await openFocusedTab(context);
  await compose(tab, 'に');
  await compose(tab, '');
  const cancelled: PageInput = {
    kind: 'composition',
    text: '',
    selectionStart: 0,
    selectionEnd: 0,
  };
  const inputs = await receiveUntil(tab, cancelled);
  assert.equal(inputs.filter(({ kind }) => kind === 'text').length, 0);
});

test('a second composition starts empty', async (context) => {
  const tab = await openFocusedTab(context);
  await compose(tab, 'あ');
  await tab.cdp('Input.insertText', { text: '亜' });
  await receiveUntil(tab, { kind: 'text', text: '亜' });
  await compose(tab, 'い');
  await receiveUntil(tab, { kind: 'composition', text: 'い', selectionStart: 1, selectionEnd: 1 });
});

test('sends text of emoji pickers', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.cdp('Input.insertText', { text: '👩‍🚀' });
  const text: PageInput = { kind: 'text', text: '👩‍🚀' };
  assert.deepEqual(await receiveUntil(tab, text), [text]);
});

test('sends what is pasted, in parts if it is long', async (context) => {
  const tab = await openFocusedTab(context);
  const pasted = `${'x'.repeat(textLimit - 1)}😀äöü`;
  await tab.evaluate(`
    const data = new DataTransfer();
    data.setData('text/plain', 'x'.repeat(${textLimit - 1}) + '😀äöü');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true }));`);
  const inputs = await receiveUntil(tab, { kind: 'text', text: '😀äöü' });
  const texts = inputs.flatMap((input) => (input.kind === 'text' ? [input.text] : []));
  assert.equal(texts.length, 2);
  assert.ok(texts.join('') === pasted);
});

test("Ctrl+V pastes from the user's clipboard, without a key for the page", async (context) => {
  const tab = await openFocusedTab(context);
  const permissions = ['clipboardReadWrite', 'clipboardSanitizedWrite'];
  await tab.cdp('Browser.grantPermissions', { permissions });
  await tab.evaluate(`navigator.clipboard.writeText('from elsewhere')`);
  await tab.key('v', { modifiers: control, commands: ['paste'] });
  const text: PageInput = { kind: 'text', text: 'from elsewhere' };
  assert.deepEqual(await receiveUntil(tab, text), [text]);
});

test('Ctrl+C and Ctrl+X ask for a copy of the selection', async (context) => {
  const tab = await openFocusedTab(context);
  await tab.key('c', { modifiers: control, commands: ['copy'] });
  await tab.key('x', { modifiers: control, commands: ['cut'] });
  const cut: PageInput = { kind: 'clipboard', action: 'cut' };
  assert.deepEqual(await receiveUntil(tab, cut), [{ kind: 'clipboard', action: 'copy' }, cut]);
});

test('sends a paused page no text', async (context) => {
  const tab = await openFocusedTab(context);
  tab.update({ type: 'status', status: { state: 'paused', reason: '' } });
  await tab.find('button', 'Continue');
  await tab.cdp('Input.insertText', { text: 'lost' });
  await tab.key('c', { modifiers: control, commands: ['copy'] });
  tab.update({ type: 'status', status: { state: 'live' } });
  await until('the page is live', async () => {
    return (await tab.evaluate('document.querySelector(".overlay").hidden')) === true;
  });
  await tab.cdp('Input.insertText', { text: 'kept' });
  const text: PageInput = { kind: 'text', text: 'kept' };
  assert.deepEqual(await receiveUntil(tab, text), [text]);
});
