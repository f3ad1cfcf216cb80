import { test, type TestContext } from 'node:test';
import type { KeyInput, MouseInput } from '../../../../src/pageView/messages/pageInput.ts';
import { PageFixture, servePage } from '../../page/pageFixture.ts';
import { type OpenView, openView } from '../openView.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

/** A tea that can be dragged into a cup, and a field. Notes what the page has been told of a drag. */
const tea = `
  <div id="tea" draggable="true" style="width: 100px; height: 100px">tea</div>
  <div id="cup" style="width: 100px; height: 100px">cup</div>
  <input id="field" style="display: block; width: 100px; height: 30px">
  <script>
    const seen = [];
    tea.addEventListener('dragstart', ({ dataTransfer }) => {
      dataTransfer.setData('text/plain', 'Sencha');
      dataTransfer.effectAllowed = 'copyMove';
    });
    cup.addEventListener('dragenter', () => { cup.className = 'entered'; });
    cup.addEventListener('dragleave', () => { cup.className = 'left'; });
    cup.addEventListener('dragover', (event) => {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
    });
    cup.addEventListener('drop', (event) => {
      event.preventDefault();
      seen.push('drop ' + event.dataTransfer.getData('text/plain') + ' ' + event.clientY);
    });
    tea.addEventListener('dragend', ({ dataTransfer }) => seen.push('dragend ' + dataTransfer.dropEffect));
    addEventListener('click', ({ target }) => seen.push('click ' + target.id));
  </script>`;
const readSeen = `seen.join('; ')`;

/** A tea above a frame. */
const teaBesideFrame = (url: string): string => `
  <div id="tea" draggable="true" style="width: 100px; height: 100px">tea</div>
  <script>
    const seen = [];
    for (const type of ['dragstart', 'dragend', 'click']) addEventListener(type, () => seen.push(type));
  </script>
  <iframe src="${url}" style="display: block; border: 0; width: 100px; height: 100px"></iframe>`;

function mouse(action: MouseInput['action'], y: number): MouseInput {
  const buttons = action === 'release' ? 0 : 1;
  const clicks = action === 'move' ? 0 : 1;
  return { kind: 'mouse', action, x: 50, y, button: 'left', buttons, clicks, modifiers: 0 };
}

const click = (y: number): readonly MouseInput[] => [mouse('press', y), mouse('release', y)];

const escape: KeyInput = {
  kind: 'key',
  action: 'press',
  key: 'Escape',
  code: 'Escape',
  keyCode: 27,
  location: 0,
  modifiers: 0,
  isRepeated: false,
};

/** Drags the tea until it is over the cup. */
async function dragOverCup(context: TestContext): Promise<OpenView> {
  const view = await openView(context, fixture, tea);
  view.give(mouse('press', 50), mouse('move', 70), mouse('move', 150));
  await view.pageShows('cup.className', 'entered');
  return view;
}

test('drops an element on another one, after which clicks go on', limit, async (context) => {
  const view = await dragOverCup(context);
  view.give(mouse('move', 160), mouse('release', 170));
  await view.pageShows(readSeen, 'drop Sencha 170; dragend move');
  view.give(...click(150));
  await view.pageShows('seen.at(-1)', 'click cup');
});

test('drops what is released before the browser has started to drag', limit, async (context) => {
  const view = await openView(context, fixture, tea);
  for (let count = 1; count <= 5; count++) {
    view.give(mouse('press', 50), mouse('move', 70), mouse('move', 150), mouse('release', 150));
    await view.pageShows('seen.length', 2 * count);
  }
  const drop = 'drop Sencha 150; dragend move';
  await view.pageShows(readSeen, [drop, drop, drop, drop, drop].join('; '));
});

test('a drop on a frame of another site leaves the page its input', limit, async (context) => {
  const { url } = await servePage(context, '<!doctype html><body style="height: 100px">cup');
  const frame = url.replace('127.0.0.1', 'localhost');
  const view = await openView(context, fixture, teaBesideFrame(frame));
  for (let drag = 1; drag <= 3; drag++) {
    await view.run('seen.length = 0');
    view.give(mouse('press', 50), mouse('move', 70));
    await view.pageShows(`seen.includes('dragstart')`, true);
    view.give(mouse('move', 150), mouse('move', 160), mouse('release', 170));
    await view.pageShows(`seen.includes('dragend')`, true);
    view.give(...click(50));
    await view.pageShows(`seen.includes('click')`, true);
  }
});

test('an element that is dropped where it can not be stays', limit, async (context) => {
  const view = await dragOverCup(context);
  view.give(mouse('move', 350), mouse('release', 350));
  await view.pageShows(readSeen, 'dragend none');
});

test('an element that is released beyond the edge of the page stays', limit, async (context) => {
  const view = await dragOverCup(context);
  view.give(mouse('move', -20), mouse('release', -20));
  await view.pageShows(readSeen, 'dragend none');
  view.give(...click(150));
  await view.pageShows('seen.at(-1)', 'click cup');
});

test('puts dragged text into a field', limit, async (context) => {
  const view = await dragOverCup(context);
  view.give(mouse('move', 215), mouse('release', 215));
  await view.pageShows('field.value', 'Sencha');
});

const ends: Readonly<Record<string, (view: OpenView) => void>> = {
  Escape: (view) => view.give(escape, mouse('release', 150)),
  'hiding the page': ({ view }) => {
    view.setVisible(false);
    view.setVisible(true);
  },
  'a stop in the debugger': ({ view }) => {
    view.setPaused('Paused on breakpoint');
    view.setPaused(undefined);
  },
};

for (const [name, end] of Object.entries(ends)) {
  test(`${name} ends a drag without a drop`, limit, async (context) => {
    const view = await dragOverCup(context);
    end(view);
    await view.pageShows(readSeen, 'dragend none');
    await view.pageShows('cup.className', 'left');
    view.give(...click(150));
    await view.pageShows('seen.at(-1)', 'click cup');
  });
}

test('closing the view ends a drag without a drop', limit, async (context) => {
  const view = await dragOverCup(context);
  view.view.dispose();
  await view.pageShows(readSeen, 'dragend none');
});
