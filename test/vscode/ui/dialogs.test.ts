import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DialogAnswer, PageDialog } from '../../../src/browser/page/pageDialog.ts';
import { editor } from '../../../tools/fixtures/editorStandIn.ts';
import type { InputBox } from '../../../tools/fixtures/editor/inputBox.ts';

const { askDialog } = await import('../../../src/vscode/ui/dialogs.ts');

const first: PageDialog = {
  kind: 'prompt',
  message: 'Your [name](command:run)',
  defaultText: 'Ada',
  host: 'localhost:5000',
  isRepeated: false,
};
const block = 'Block Further Dialogs';

/** Shows a prompt, and returns its box and the user's answer. */
function ask(
  dialog: PageDialog,
  signal = new AbortController().signal,
): { readonly box: InputBox; readonly answer: Promise<DialogAnswer> } {
  const answer = askDialog(dialog, signal);
  const box = editor.inputs.at(-1);
  assert.ok(box !== undefined);
  return { box, answer };
}

test('a prompt is an input box with the text of the page', async () => {
  const { answer, box } = ask(first);
  assert.ok(box.isShown);
  assert.equal(box.title, 'localhost:5000 says');
  assert.ok(!box.prompt.includes('](command:'));
  assert.equal(box.value, 'Ada');
  assert.deepEqual(box.buttons, []);
  box.value = 'Grace';
  box.accept();
  assert.deepEqual(await answer, { accept: true, text: 'Grace' });
  assert.equal(box.isShown, false);
});

test('Escape dismisses a prompt', async () => {
  const { answer, box } = ask(first);
  box.hide();
  assert.deepEqual(await answer, { accept: false });
});

test('a prompt that follows others can be the last one', async () => {
  const { answer, box } = ask({ ...first, isRepeated: true });
  box.press(block);
  assert.deepEqual(await answer, { accept: false, blocksOthers: true });
  assert.equal(box.isShown, false);
});

test('a prompt that is answered elsewhere is closed', async () => {
  const closing = new AbortController();
  const { answer, box } = ask(first, closing.signal);
  closing.abort();
  assert.deepEqual(await answer, { accept: false });
  assert.equal(box.isShown, false);
});

test('an alert and a confirmation that follow others can be the last ones', async () => {
  for (const kind of ['alert', 'confirm'] as const) {
    for (const isRepeated of [false, true]) {
      const shown: (readonly { readonly title: string }[])[] = [];
      editor.press = (_text, [, ...buttons]) => {
        shown.push(buttons as never);
        return Promise.resolve(buttons.at(-1));
      };
      const answer = await askDialog({ ...first, kind, isRepeated }, new AbortController().signal);
      const titles = shown.flat().map(({ title }) => title);
      assert.deepEqual(titles, isRepeated ? ['OK', block] : ['OK'], kind);
      assert.equal(answer.blocksOthers === true, isRepeated, kind);
    }
  }
});
