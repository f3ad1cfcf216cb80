import { pollUntil } from '../fixtures/waiting.ts';
import type { Locator, Page } from './editor.ts';

/** How long an element may take to appear. */
export const patience = { timeout: 30_000 };
const list = '.quick-input-widget';

/** Runs a command as a user does: by its title in the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const end = Date.now() + patience.timeout;
  for (;;) {
    await page.keyboard.press('F1');
    try {
      // Typed text would end up in a file that takes the focus, as happens at a stop.
      const input = page.locator(`${list} input[type="text"]`);
      await input.fill(`>${title}`, { timeout: 5_000 });
      await entries(page, title).first().click({ timeout: 5_000 });
      // A click on an entry that is just drawn again is lost.
      await pollUntil('the command is accepted', 5_000, async () => {
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
  await entries(page, label).first().click(patience);
}

/** Picks the first entry with this text from the open context menu. */
export async function pickFromMenu(page: Page, label: string): Promise<void> {
  const entry = page.locator('.monaco-menu .action-label', { hasText: label }).first();
  await entry.waitFor(patience);
  // An entry takes clicks 100 ms after it was shown. Its timer was set before this one, so it ends first.
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
  await entry.click(patience);
  await entry.waitFor({ state: 'hidden', ...patience });
}

/**
 * Clicks a button that a row has while the mouse is over it. Rows are drawn again at any time: the
 * mouse may be over another one then, and a button between press and release gets no click.
 */
export async function clickInRow(page: Page, rows: Locator, button: string): Promise<void> {
  const row = rows.filter({ has: page.locator(button) }).first();
  const end = Date.now() + patience.timeout;
  for (;;) {
    if (Date.now() > end) throw new Error(`The editor has taken no click on ${button}.`);
    await page.evaluate(`(() => {
      const seen = (globalThis.seenEvents = {});
      for (const name of ['mousedown', 'click']) {
        const options = { capture: true, once: true };
        addEventListener(name, ({ target }) => (seen[name] = target), options);
      }
    })()`);
    try {
      await row.hover(patience);
      await row.locator(button).first().click({ timeout: 5_000 });
      const isSame = 'seenEvents.click && seenEvents.click === seenEvents.mousedown';
      if (await page.evaluate<unknown>(`Boolean(${isSame})`)) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** The texts of all entries of the visible quick pick, once one contains `expected`. */
export async function readPicks(page: Page, expected: string): Promise<readonly string[]> {
  await entries(page, expected).first().waitFor(patience);
  const options = await page.locator(`${list} [role="option"]`).all();
  // The accessible name has the label and the description.
  return Promise.all(
    options.map(async (option) => (await option.getAttribute('aria-label')) ?? ''),
  );
}

function entries(page: Page, label?: string): Locator {
  const options = label === undefined ? {} : { hasText: label };
  return page.locator(`${list} .quick-input-list-row`, options);
}

/** The window's notification with this text, once there is one. */
export async function notification(page: Page, text: string): Promise<Locator> {
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
  await notification(page, text);
  const items = await page.locator('.notification-list-item', { hasText: text }).all();
  return Promise.all(items.map((item) => item.innerText()));
}

/** Clicks a button of the notification with this text, once there is one. */
export async function answerNotification(page: Page, text: string, label: string): Promise<void> {
  const end = Date.now() + patience.timeout;
  for (;;) {
    const item = await notification(page, text);
    const button = item.locator('.monaco-button', { hasText: label }).first();
    try {
      return await button.click({ timeout: 5_000 });
    } catch (error) {
      // The editor closes the center when the focus moves.
      if (Date.now() > end) throw error;
    }
  }
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
  const sessions = page.locator('.debug-call-stack .session .name');
  await sessions.filter({ hasText: text }).first().waitFor(patience);
  return sessions.allInnerTexts();
}

/** The lines of the visible debug console, once it has this text. */
export async function readConsole(page: Page, text: string): Promise<readonly string[]> {
  await runCommand(page, 'Debug Console: Focus on Debug Console View');
  const lines = page.locator('.repl .monaco-list-row');
  await lines.filter({ hasText: text }).first().waitFor(patience);
  return lines.allInnerTexts();
}

/** Clicks beside a line of the visible file, where breakpoints are set; lines count from 1. */
export async function clickBesideLine(page: Page, line: number): Promise<void> {
  const number = page
    .locator('.editor-instance .margin-view-overlays .line-numbers')
    .filter({ hasText: new RegExp(`^${line}$`) })
    .first();
  await number.waitFor(patience);
  const place = await page.evaluate<{ x: number; y: number } | undefined>(
    `(() => {
      const numbers = [...document.querySelectorAll('.editor-instance .margin-view-overlays .line-numbers')];
      const box = numbers.find((one) => one.textContent === '${line}')?.getBoundingClientRect();
      return box && { x: box.left - 10, y: box.top + box.height / 2 };
    })()`,
  );
  if (place === undefined) throw new Error(`Line ${line} is not shown.`);
  await page.mouse.click(place.x, place.y);
}

/**
 * Sets the first breakpoint of the visible file. The first clicks may be lost, since the editor only
 * listens to a file's margin some time after showing it.
 */
export async function setBreakpoint(page: Page, line: number): Promise<void> {
  const dot = page.locator('.codicon-debug-breakpoint').first();
  let isSet = false;
  while (!isSet) {
    await clickBesideLine(page, line);
    isSet = await dot.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
  }
}
