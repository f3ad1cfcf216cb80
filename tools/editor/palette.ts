import { pollUntil } from '../fixtures/waiting.ts';
import type { Locator, Page } from './editor.ts';

/** How long an element may take to appear, and the editor to take an action, on a busy machine. */
export const patience = { timeout: 120_000 };
/** How long one attempt may take. */
const attempt = { timeout: 10_000 };
const list = '.quick-input-widget';
const listEntry = '.quick-input-list-row';

/** Runs a command as a user does: by its title in the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const end = Date.now() + patience.timeout;
  for (;;) {
    await page.keyboard.press('F1');
    try {
      // Typed text would end up in a file that takes the focus, as happens at a stop.
      const input = page.locator(`${list} input[type="text"]`);
      await input.fill(`>${title}`, { timeout: 5_000 });
      const command = entries(page, title).first();
      const isTaken = await click(page, listEntry, () => command.click({ timeout: 5_000 }));
      if (!isTaken) throw new Error(`The editor has taken no click on ${title}.`);
      await pollUntil('the command is accepted', 15_000, async () => {
        return !(await input.isVisible()) || (await input.inputValue()) !== `>${title}`;
      });
      return;
    } catch (error) {
      // An editor that is still starting may have ignored the key.
      if (Date.now() > end) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Picks the first entry with this text from the visible quick pick. */
export async function pick(page: Page, label: string): Promise<void> {
  await clickUntilTaken(page, listEntry, () => entries(page, label).first().click(attempt));
}

/** Ticks these exception filters, and no others, in the list of those that the editor knows. */
export async function tickExceptions(page: Page, labels: readonly string[]): Promise<void> {
  await runCommand(page, 'Debug: Toggle Exception Breakpoints');
  await entries(page).first().waitFor(patience);
  const rows = page.locator(`${list} .monaco-list-row[role="checkbox"]`);
  for (const row of await rows.all()) {
    const label = await row.locator('.label-name').innerText(patience);
    await check(row, labels.includes(label));
  }
  await page.locator(`${list} .monaco-button:visible`, { hasText: 'OK' }).click(patience);
  await page.locator(list).waitFor({ state: 'hidden', ...patience });
}

/** Clicks a row with a box until it is ticked, or is not. A click on a row that is drawn again is lost. */
async function check(row: Locator, isWanted: boolean): Promise<void> {
  const isDone = async () => (await row.getAttribute('aria-checked')) === String(isWanted);
  const end = Date.now() + patience.timeout;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error('The editor has taken no click on the row.');
    await row.click(patience);
    await pollUntil('the row is drawn', 5_000, isDone).catch(() => undefined);
  }
}

/**
 * Picks the first entry with this text from the context menu of an element. The editor closes a menu
 * when another part of the window takes the focus, so it may have to be opened again.
 */
export async function pickFromMenu(page: Page, of: Locator, label: string): Promise<void> {
  const menu = page.locator('.monaco-menu');
  const entry = menu.locator('.action-label', { hasText: label }).first();
  const end = Date.now() + patience.timeout;
  for (;;) {
    try {
      await of.click({ button: 'right', ...attempt });
      await entry.waitFor(attempt);
      // An entry takes clicks 100 ms after it was shown. Its timer was set before this one, so it ends first.
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
      await entry.click(attempt);
      break;
    } catch (error) {
      if (Date.now() > end) throw error;
      if (await menu.first().isVisible()) await page.keyboard.press('Escape');
    }
  }
  await entry.waitFor({ state: 'hidden', ...patience });
}

/**
 * Clicks a button that a row has while the mouse is over it, which may be over another row once the
 * rows are drawn again.
 */
export async function clickInRow(page: Page, rows: Locator, button: string): Promise<void> {
  const row = rows.filter({ has: page.locator(button) }).first();
  await clickUntilTaken(page, button, async () => {
    await row.hover(attempt);
    await row.locator(button).first().click(attempt);
  });
}

/** Repeats a click until an element of this selector has taken it. */
export async function clickUntilTaken(
  page: Page,
  selector: string,
  perform: () => Promise<void>,
): Promise<void> {
  const end = Date.now() + patience.timeout;
  for (;;) {
    try {
      if (await click(page, selector, perform)) return;
      if (Date.now() > end) throw new Error(`The editor has taken no click on ${selector}.`);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/**
 * Clicks, and returns whether an element of this selector has taken it. The editor draws elements
 * again at any time: one that is replaced between press and release gets no click.
 */
async function click(page: Page, selector: string, perform: () => Promise<void>): Promise<boolean> {
  await page.evaluate(`(() => {
    globalThis.isClickTaken = false;
    removeEventListener('click', globalThis.takeClick, true);
    // Other elements may be clicked before.
    globalThis.takeClick = ({ target }) => {
      globalThis.isClickTaken ||= target.closest(${JSON.stringify(selector)}) !== null;
    };
    addEventListener('click', takeClick, true);
  })()`);
  let failure: unknown;
  await perform().catch((error: unknown) => (failure = error));
  // A click that reloads the window has been taken, too.
  const isTaken = page.evaluate<boolean>('globalThis.isClickTaken !== false').catch(() => true);
  if (await isTaken) return true;
  if (failure !== undefined) throw failure;
  return false;
}

/** The texts of all entries of the visible quick pick, once one contains `expected`. */
export async function readPicks(page: Page, expected: string): Promise<readonly string[]> {
  await entries(page, expected).first().waitFor(patience);
  // At once, since the list may change. The accessible name has the label and the description.
  return page.evaluate<readonly string[]>(
    `[...document.querySelectorAll('${list} [role="option"]')]
      .map((option) => option.getAttribute('aria-label') ?? '')`,
  );
}

/** The texts of all elements of a selector, in the page's order, once one of them has this text. */
export async function readAll(
  page: Page,
  selector: string,
  text: string,
): Promise<readonly string[]> {
  const end = Date.now() + patience.timeout;
  for (;;) {
    await page.locator(selector, { hasText: text }).first().waitFor(patience);
    // At once, since the editor may draw them again.
    const texts = await page.evaluate<readonly string[] | undefined>(`(() => {
      const simplify = (text) => text.replaceAll(/\\s+/g, ' ').trim().toLowerCase();
      const all = [...document.querySelectorAll(${JSON.stringify(selector)})];
      const expected = simplify(${JSON.stringify(text)});
      const isThere = all.some(({ textContent }) => simplify(textContent).includes(expected));
      return isThere ? all.map(({ innerText }) => innerText) : undefined;
    })()`);
    if (texts !== undefined) return texts;
    if (Date.now() > end) throw new Error(`${text} is gone again each time.`);
  }
}

function entries(page: Page, label?: string): Locator {
  const options = label === undefined ? {} : { hasText: label };
  return page.locator(`${list} ${listEntry}`, options);
}

/** The window's notification with this text, once there is one. */
async function notification(page: Page, text: string): Promise<Locator> {
  // With the smoke test driver, toasts don't appear by themselves.
  const bell = page.locator('[id="status.notifications"]');
  const center = page.locator('.notifications-center.visible');
  const item = page.locator('.notification-list-item', { hasText: text }).first();
  const end = Date.now() + patience.timeout;
  for (;;) {
    // The bell also closes what it has opened, and the editor closes it when the focus moves.
    if (!(await center.isVisible())) await bell.click(patience);
    try {
      await item.waitFor({ timeout: 1_000 });
      return item;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** The texts of all notifications of the window with this text, once there is one. */
export async function readNotifications(page: Page, text: string): Promise<readonly string[]> {
  const end = Date.now() + patience.timeout;
  for (;;) {
    await notification(page, text);
    const texts = await page.locator('.notification-list-item', { hasText: text }).allInnerTexts();
    // The editor closes the center when the focus moves.
    if (texts.length > 0) return texts;
    if (Date.now() > end) throw new Error(`The notification ${text} is hidden again each time.`);
  }
}

/** Clicks a button of the notification with this text, once there is one. */
export async function answerNotification(page: Page, text: string, label: string): Promise<void> {
  await clickUntilTaken(page, '.monaco-button', async () => {
    // The editor closes the center when the focus moves.
    const item = await notification(page, text);
    await item.locator('.monaco-button', { hasText: label }).first().click(attempt);
  });
}

/** The status bar entry with this text, once there is one. */
export async function readStatusBar(page: Page, text: string): Promise<string> {
  const item = page.locator('.statusbar-item', { hasText: text }).first();
  await item.waitFor(patience);
  return item.innerText();
}

/** Records each text of the entry of the status bar that has this text, empty while there is none, instead of another one. */
export async function watchStatusBar(page: Page, text: string): Promise<void> {
  await page.evaluate(`(() => {
    const texts = (globalThis.watchedStatusBar = []);
    const look = () => {
      const items = [...document.querySelectorAll('.statusbar-item')];
      const shown = items.map(({ innerText }) => innerText.trim());
      const now = shown.find((one) => one.includes(${JSON.stringify(text)})) ?? '';
      if (now !== texts.at(-1)) texts.push(now);
    };
    look();
    const bar = document.querySelector('.part.statusbar');
    globalThis.statusBarObserver?.disconnect();
    globalThis.statusBarObserver = new MutationObserver(look);
    statusBarObserver.observe(bar, { subtree: true, childList: true, characterData: true, attributes: true });
  })()`);
}

/** The texts that were recorded, in their order. Ends the recording. */
export async function readWatchedStatusBar(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>('statusBarObserver.disconnect(), watchedStatusBar');
}

/** The names of the debug sessions in the call stack view, once there is one with this text. */
export async function readCallStack(page: Page, text: string): Promise<readonly string[]> {
  await runCommand(page, 'View: Show Run and Debug');
  return readAll(page, '.debug-call-stack .session .name', text);
}

/** The lines of the visible debug console, once it has this text. */
export async function readConsole(page: Page, text: string): Promise<readonly string[]> {
  await runCommand(page, 'Debug Console: Focus on Debug Console View');
  return readAll(page, '.repl .monaco-list-row', text);
}

/** Clicks beside a line of the visible file, where breakpoints are set; lines count from 1. */
export async function clickBesideLine(page: Page, line: number): Promise<void> {
  const number = page
    .locator('.editor-instance .margin-view-overlays .line-numbers')
    .filter({ hasText: new RegExp(`^${line}$`) })
    .first();
  await number.waitFor(patience);
  let place = { x: 0, y: 0 };
  // The editor takes such clicks some time after showing a file. It then shows where one would set a breakpoint.
  await pollUntil(`a click beside line ${line} sets a breakpoint`, patience.timeout, async () => {
    const box = await number.boundingBox(attempt);
    if (box === null) return false;
    place = { x: box.x - 10, y: box.y + box.height / 2 };
    await page.mouse.move(place.x, place.y - 1);
    await page.mouse.move(place.x, place.y);
    return page.evaluate<boolean>(
      `document.elementFromPoint(${place.x}, ${place.y})?.matches('.codicon-debug-hint') === true`,
    );
  });
  await page.mouse.click(place.x, place.y);
}

/** Sets the first breakpoint of the visible file. */
export async function setBreakpoint(page: Page, line: number): Promise<void> {
  await clickBesideLine(page, line);
  await page.locator('.codicon-debug-breakpoint').first().waitFor(patience);
}
