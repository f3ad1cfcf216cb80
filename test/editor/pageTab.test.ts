// The tab of a debugged page in a real VS Code: used by the mouse and the keyboard of the browser
// that shows the editor, and judged by what the tab draws and by what the page has received.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useControllersPage } from './pageTab/controller.ts';
import { type ShownPage, startCounter, stopInCounter } from './pageTab/counter.ts';
import { moveAndHide, moveToWindow, reloadAndStartAgain } from './pageTab/life.ts';
import { downloadReceipt, fillInOrder, followLinks } from './pageTab/order.ts';
import { stopDebugging } from './pageTab/steps.ts';
import { openPageTabWindow } from './pageTab/window.ts';

test('the tab of a debugged page', { timeout: 900_000 }, async (context) => {
  const window = await openPageTabWindow(context);
  const { page } = window.editor;
  let shown: ShownPage;

  await context.test('a click in it stops in C#, where it shows that and continues', async () => {
    shown = await startCounter(context, window);
    await stopInCounter(window, shown);
  });
  await context.test('a form takes composed text, a list, a file and a dialog', () =>
    fillInOrder(window, shown),
  );
  await context.test('a download is put into a chosen folder and opened', () =>
    downloadReceipt(window, shown),
  );
  await context.test('new windows are tabs, other sites open outside, Back works', () =>
    followLinks(window, shown),
  );
  await context.test('it lives on in another group and behind another tab', () =>
    moveAndHide(window, shown),
  );
  await context.test('it lives on in a window of its own', () => moveToWindow(window, shown));
  await context.test('after a window reload it starts its session again', async () => {
    shown = await reloadAndStartAgain(context, window);
    await stopDebugging(page);
  });
  await context.test("a controller's page is shown too", () => useControllersPage(context, window));
  assert.deepEqual(await window.editor.close(), []);
});
