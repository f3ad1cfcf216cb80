import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { openView } from '../openView.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

const copy = { kind: 'clipboard', action: 'copy' } as const;
const cut = { kind: 'clipboard', action: 'cut' } as const;

test('copies selected text, fields and frames', limit, async (context) => {
  const view = await openView(
    context,
    fixture,
    `<p id="paragraph">some text</p><input id="field" value="abcdef">
    <iframe id="frame" srcdoc="<input value='in a frame'>"></iframe>`,
  );
  const copies = async (text: string): Promise<void> => {
    view.give(copy);
    await until('there is a copy', () => view.copied.length > 0);
    assert.deepEqual(view.copied.splice(0), [text]);
  };
  await view.run('getSelection().selectAllChildren(paragraph)');
  await copies('some text');
  await view.run('field.focus(); field.setSelectionRange(1, 3)');
  await copies('bc');
  await view.run(`frame.contentDocument.querySelector('input').select()`);
  await view.run(`frame.contentDocument.querySelector('input').focus()`);
  await copies('in a frame');
});

test('cuts text so that it can be undone', limit, async (context) => {
  const view = await openView(context, fixture, '<input id="field" value="abcdef">');
  await view.run('field.focus(); field.setSelectionRange(1, 3)');
  view.give(cut);
  await view.pageShows('field.value', 'adef');
  await until('there is a copy', () => view.copied.length > 0);
  assert.deepEqual(view.copied, ['bc']);
  await view.run(`document.execCommand('undo')`);
  await view.pageShows('field.value', 'abcdef');
});

test("copies what the page's own listener puts on the clipboard", limit, async (context) => {
  const view = await openView(
    context,
    fixture,
    `<p id="paragraph">some text</p><script>
      addEventListener('copy', (event) => {
        event.clipboardData.setData('text/plain', 'own ' + getSelection());
        event.preventDefault();
      });
    </script>`,
  );
  await view.run('getSelection().selectAllChildren(paragraph)');
  view.give(copy);
  await until('there is a copy', () => view.copied.length > 0);
  assert.deepEqual(view.copied, ['own some text']);
});

test('copies neither passwords nor nothing', limit, async (context) => {
  const view = await openView(
    context,
    fixture,
    `<input id="secret" type="password" value="abcdef"><input id="field" value="last">`,
  );
  view.give(copy);
  await view.run('secret.focus(); secret.select()');
  view.give(copy);
  await view.run(`setTimeout(() => field.select(), 200)`);
  await view.pageShows('document.activeElement.id', 'field');
  view.give(copy);
  await until('there is a copy', () => view.copied.length > 0);
  assert.deepEqual(view.copied, ['last']);
});
