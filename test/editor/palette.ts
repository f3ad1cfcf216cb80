import type { Locator, Page } from './harness/editor.ts';

/** Runs a command as a person does: by its title in the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const entry = page.locator('.quick-input-widget .quick-input-list-row', { hasText: title });
  await page.keyboard.type(title);
  await entry.first().click({ timeout: 20_000 });
}

/** The notification of the window that has this text, once it is there. */
export async function notification(page: Page, text: string): Promise<Locator> {
  // Under the smoke test driver, toasts don't come up by themselves.
  const bell = page.locator('[id="status.notifications"]');
  const item = page.locator('.notification-list-item', { hasText: text }).first();
  await bell.click({ timeout: 20_000 });
  await item.waitFor({ timeout: 20_000 });
  return item;
}
