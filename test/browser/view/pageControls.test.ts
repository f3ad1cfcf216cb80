import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { modifierBits, type PageInput } from '../../../src/pageView/messages/pageInput.ts';
import type { ViewUpdate } from '../../../src/pageView/messages/viewUpdate.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../page/pageFixture.ts';
import { desktop, openView, type OpenView } from './openView.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

/** A click as the view's document sends it. */
function click(x: number, y: number, modifiers = 0): readonly PageInput[] {
  const common = { kind: 'mouse', x, y, button: 'left', clicks: 1, modifiers } as const;
  return [
    { ...common, action: 'press', buttons: 1 },
    { ...common, action: 'release', buttons: 0 },
  ];
}

/** Resolves to the newest update of a type, once it is as wanted. */
async function latest<T extends ViewUpdate['type']>(
  { updates }: OpenView,
  type: T,
  isWanted: (update: Extract<ViewUpdate, { type: T }>) => boolean = () => true,
): Promise<Extract<ViewUpdate, { type: T }>> {
  const find = () =>
    updates.findLast((update) => update.type === type) as
      Extract<ViewUpdate, { type: T }> | undefined;
  await until(`there is a ${type}`, () => {
    const update = find();
    return update !== undefined && isWanted(update);
  });
  return find() as Extract<ViewUpdate, { type: T }>;
}

test('what browsers show in windows of their own is part of a view', limit, async (context) => {
  const file = join(await temporaryFolder(context), 'upload.txt');
  await writeFile(file, 'text');
  const outside: string[] = [];
  const place = 'position: absolute; left: 0; width: 200px; height: 20px; margin: 0';
  const view = await openView(
    context,
    fixture,
    `<title>Form</title>
     <select style="${place}; top: 0"><option>One<option>Two</select>
     <input type="file" style="${place}; top: 40px">
     <a href="https://example.com/" style="${place}; top: 80px">outside</a>`,
    desktop,
    { chooseFiles: async () => [file], openOutside: (url) => outside.push(url) },
  );
  await latest(view, 'location', ({ isLoading, title }) => title === 'Form' && !isLoading);
  view.give(...click(20, 10));
  const { choice } = await latest(view, 'choice', (update) => update.choice !== undefined);
  assert.equal(choice?.kind, 'list');
  const first = view.updates.length;
  view.view.handle({ type: 'ready', viewport: desktop });
  await latest(
    view,
    'choice',
    (update) => view.updates.indexOf(update) >= first && update.choice?.id === choice.id,
  );
  view.view.handle({ type: 'choose', id: choice.id, chosen: { kind: 'options', indices: [1] } });
  await view.pageShows('document.querySelector("select").value', 'Two');
  view.give(...click(20, 50));
  await view.pageShows('document.querySelector("[type=file]").files[0]?.name', 'upload.txt');
  view.give(...click(20, 90, modifierBits.control));
  await until('the link is opened outside', () => outside.length === 1);
  assert.deepEqual(outside, ['https://example.com/']);
});

test('a view navigates, says what it could not load, and shows a crash', limit, async (context) => {
  const view = await openView(context, fixture, '<title>Here</title>');
  const { url } = await latest(view, 'location', ({ title }) => title === 'Here');
  const go = (typed: string): void =>
    view.view.handle({ type: 'navigate', navigation: { to: 'url', url: typed } });
  go('javascript:alert(1)');
  await latest(view, 'announcement', ({ text }) => text.includes('its address is invalid'));
  go('#part');
  await latest(
    view,
    'location',
    (location) => location.url === `${url}#part` && location.canGoBack,
  );
  go('chrome://crash');
  await latest(view, 'announcement');
  view.view.setPaused('Paused on breakpoint');
  await latest(view, 'status', ({ status }) => status.state === 'paused');
  const { connection } = fixture.browser.pages;
  const attached = await connection.send('Target.attachToTarget', {
    targetId: view.page.targetId,
    flatten: true,
  });
  connection
    .send('Page.crash', {}, String(Reflect.get(attached as object, 'sessionId')))
    .catch(() => undefined);
  await latest(view, 'status', ({ status }) => status.state === 'crashed');
  view.view.handle({ type: 'navigate', navigation: { to: 'reload' } });
  await latest(view, 'status', ({ status }) => status.state === 'paused');
  view.view.setPaused(undefined);
  await view.pageShows('document.title', 'Here');
});
