import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod/mini';
import type {
  KeyInput,
  MouseInput,
  PageInput,
  TouchInput,
} from '../../../../src/pageView/messages/pageInput.ts';
import { modifierBits } from '../../../../src/pageView/messages/pageInput.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { desktop, openView } from '../openView.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

/** Notes the fields of these events in `seen`. */
const noting = (fields: Readonly<Record<string, readonly string[]>>): string => `<script>
  const seen = [];
  for (const [type, names] of Object.entries(${JSON.stringify(fields)})) {
    addEventListener(type, (event) => seen.push([type, ...names.map((name) => event[name])].join(' ')));
  }
</script>`;

function mouse(action: MouseInput['action'], x: number, y: number, more = {}): MouseInput {
  const buttons = action === 'press' ? 1 : 0;
  const common = { kind: 'mouse', action, x, y, button: 'left', buttons, clicks: 1 } as const;
  return {
    ...common,
    modifiers: 0,
    ...(action === 'move' && { button: 'none', clicks: 0 }),
    ...more,
  };
}

const click = (x: number, y: number, more = {}): readonly PageInput[] => [
  mouse('move', x, y),
  mouse('press', x, y, more),
  mouse('release', x, y, more),
];

const drag = (x: number, y: number): MouseInput =>
  mouse('move', x, y, { button: 'left', buttons: 1 });

function press(key: string, more: Partial<KeyInput> = {}): readonly KeyInput[] {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  const text = key.length === 1 ? { text: key } : {};
  const common = { kind: 'key', key, code, keyCode: key.toUpperCase().charCodeAt(0) } as const;
  const input = { ...common, location: 0, modifiers: 0, isRepeated: false } as const;
  return [
    { ...input, action: 'press', ...text, ...more },
    { ...input, action: 'release', ...more },
  ];
}

test('clicks with all buttons, modifiers and double clicks', limit, async (context) => {
  const fields = ['button', 'detail', 'clientX', 'clientY', 'shiftKey'];
  const events = { click: fields, dblclick: fields, contextmenu: fields, auxclick: fields };
  const view = await openView(context, fixture, noting(events));
  view.give(
    ...click(10, 20),
    ...click(10, 20, { clicks: 2, modifiers: modifierBits.shift }),
    ...click(30, 40, { button: 'middle', buttons: 4 }),
    ...click(50, 60, { button: 'right', buttons: 2 }),
    ...click(70, 80),
  );
  await view.pageShows(
    `seen.join('; ')`,
    [
      'click 0 1 10 20 false',
      'click 0 2 10 20 true',
      'dblclick 0 2 10 20 true',
      'auxclick 1 1 30 40 false',
      'contextmenu 2 0 50 60 false',
      'auxclick 2 1 50 60 false',
      'click 0 1 70 80 false',
    ].join('; '),
  );
});

test('selects text by dragging', limit, async (context) => {
  const view = await openView(context, fixture, '<p style="margin: 0">abcdefghij</p>');
  view.give(
    mouse('press', 1, 10),
    ...[100, 300].map((x) => drag(x, 10)),
    mouse('release', 300, 10),
  );
  await view.pageShows('getSelection().toString()', 'abcdefghij');
});

test(
  'scrolls the page and lists in it, after which clicks meet their target',
  limit,
  async (context) => {
    const view = await openView(
      context,
      fixture,
      `<div id="list" style="height: 100px; overflow: auto"><p style="height: 2000px"></p></div>
    <p style="height: 1000px"></p><button onclick="this.textContent = 'clicked'">b</button>
    <p style="height: 3000px"></p>`,
    );
    const wheel = { kind: 'wheel', deltaX: 0, modifiers: 0 } as const;
    view.give({ ...wheel, x: 50, y: 50, deltaY: 70 });
    await view.pageShows('list.scrollTop', 70);
    view.give({ ...wheel, x: 50, y: 300, deltaY: 400 }, { ...wheel, x: 50, y: 300, deltaY: 400 });
    await view.pageShows('scrollY', 800);
    const place = z.tuple([z.number(), z.number()]);
    const script = `(({ x, y }) => [x + 2, y + 2])(document.querySelector('button').getBoundingClientRect())`;
    view.give(...click(...(await view.page.evaluate(script, place))));
    await view.pageShows(`document.querySelector('button').textContent`, 'clicked');
  },
);

test('touches with several fingers', limit, async (context) => {
  const view = await openView(
    context,
    fixture,
    `<meta name="viewport" content="width=device-width"><script>
      const seen = [];
      for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel']) {
        addEventListener(type, ({ touches }) =>
          seen.push([type, ...[...touches].map(({ clientX }) => Math.round(clientX))].join(' ')));
      }
      addEventListener('click', () => seen.push('click'));
    </script>`,
    { ...desktop, isMobile: true },
  );
  const touch = (action: TouchInput['action'], ...xs: readonly number[]): TouchInput => ({
    kind: 'touch',
    action,
    points: xs.map((x, id) => ({ id, x, y: 50 })),
    modifiers: 0,
  });
  view.give(touch('start', 50), touch('end'));
  await view.pageShows(`seen.join('; ')`, 'touchstart 50; touchend; click');
  view.give(touch('start', 50), touch('start', 50, 150), touch('end', 50), touch('cancel'));
  await view.pageShows(
    `seen.slice(3).join('; ')`,
    'touchstart 50; touchstart 50 150; touchend 50; touchcancel',
  );
});

test('keys carry their fields and enter text', limit, async (context) => {
  const fields = ['key', 'code', 'keyCode', 'location', 'ctrlKey', 'repeat'];
  const events = { keydown: fields, keyup: fields };
  const view = await openView(context, fixture, `<textarea id="area"></textarea>${noting(events)}`);
  await view.run('area.focus()');
  const [down, up] = press('a') as [KeyInput, KeyInput];
  view.give(
    down,
    { ...down, isRepeated: true },
    up,
    ...press('Enter', { text: '\r', keyCode: 13 }),
  );
  await view.pageShows('area.value', 'aa\n');
  view.give(...press('1', { code: 'Numpad1', keyCode: 97, location: 3 }));
  view.give(...press('ß', { code: 'Minus', keyCode: 219 }));
  await view.pageShows('area.value', 'aa\n1ß');
  await view.pageShows(
    `seen.slice(1, 3).join('; ')`,
    'keydown a KeyA 65 0 false true; keyup a KeyA 65 0 false false',
  );
  await view.pageShows(`seen[5]`, 'keydown 1 Numpad1 97 3 false false');
  const command = { keyCode: 65, code: 'KeyA' };
  view.give(...press('a', { ...command, text: undefined, modifiers: modifierBits.control }));
  await view.pageShows('area.selectionEnd - area.selectionStart', 5);
  await view.run('area.setSelectionRange(0, 0)');
  view.give(...press('a', { ...command, text: undefined, modifiers: modifierBits.meta }));
  await view.pageShows('area.selectionEnd - area.selectionStart', 5);
  view.give(...press('Backspace', { keyCode: 8 }));
  await view.pageShows('area.value', '');
});

test('composes text without duplicates', limit, async (context) => {
  const events = {
    compositionstart: ['data'],
    compositionupdate: ['data'],
    compositionend: ['data'],
  };
  const view = await openView(context, fixture, `<input id="field">${noting(events)}`);
  await view.run('field.focus()');
  const compose = (text: string): PageInput => {
    const { length } = text;
    return { kind: 'composition', text, selectionStart: length, selectionEnd: length };
  };
  for (const text of ['k', 'か', 'かn']) {
    view.give(compose(text));
    await view.pageShows('field.value', text);
  }
  view.give({ kind: 'text', text: '漢' });
  await view.pageShows('field.value', '漢');
  await view.pageShows(
    `seen.join('; ')`,
    'compositionstart ; compositionupdate k; compositionupdate か; compositionupdate かn; compositionupdate 漢; compositionend 漢',
  );
  view.give(compose('x'));
  await view.pageShows('field.value', '漢x');
  view.give(compose(''));
  await view.pageShows('field.value', '漢');
  view.give({ kind: 'text', text: '😀ü' });
  await view.pageShows('field.value', '漢😀ü');
});

test('gives a page that is stopped in the debugger no input', limit, async (context) => {
  const view = await openView(
    context,
    fixture,
    noting({ mousedown: ['buttons'], mouseup: ['buttons'], keyup: ['key'] }),
  );
  view.give(...press('Shift').slice(0, 1), mouse('press', 10, 10));
  await view.pageShows('seen.length', 1);
  view.view.setPaused('Paused on breakpoint');
  assert.deepEqual(view.updates.at(-1), {
    type: 'status',
    status: { state: 'paused', reason: 'Paused on breakpoint' },
  });
  view.give(mouse('release', 10, 10), ...click(20, 20));
  view.view.setPaused(undefined);
  assert.deepEqual(view.updates.at(-1), { type: 'status', status: { state: 'live' } });
  await view.pageShows(`seen.slice(1).join('; ')`, 'keyup Shift; mouseup 0');
});

test('a document that sends 100,000 moves delays no click', limit, async (context) => {
  const view = await openView(context, fixture, noting({ mousemove: [], click: ['clientX'] }));
  for (let count = 0; count < 100_000; count++) view.give(mouse('move', count % 600, 10));
  view.give(...click(300, 10));
  await view.pageShows('seen.at(-1)', 'click 300');
  assert.ok((await view.page.evaluate('seen.length', z.number())) < 10);
});
