import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import { printable, shorten } from '../../../common/printable.ts';
import { showInformation } from '../notifications.ts';
import type { BrowserPages } from './browserPages.ts';
import type { PageTabs } from './pageTabs.ts';
import type { ViewedPage } from './viewedPage.ts';

/** Longer texts are shortened in the list of pages, in UTF-16 code units. */
const longestText = 100;

/** A page that a command can act on. */
interface Candidate {
  readonly page: ViewedPage;
  readonly browser: BrowserPages;
  readonly sessionName: string;
  readonly sessionTitle: string;
}

/** The commands for pages. */
export class PageCommands {
  readonly #tabs: PageTabs;

  constructor(tabs: PageTabs) {
    this.#tabs = tabs;
  }

  /** Shows a page of the named session, or of any. */
  async show(name?: string): Promise<void> {
    const all = await this.#candidates();
    const candidates = all.filter(({ sessionName }) => name === undefined || sessionName === name);
    const chosen = await pick(candidates, localize('Select a page to show'));
    chosen?.browser.showPage(chosen.page, false);
  }

  async reload(): Promise<void> {
    const chosen = await this.#current(localize('Select a page to reload'));
    await chosen?.browser.reload(chosen.page);
  }

  async copyAddress(): Promise<void> {
    const chosen = await this.#current(localize('Select a page to copy the address of'));
    if (chosen !== undefined) await vscode.env.clipboard.writeText(chosen.page.url);
  }

  /** Returns the page of the active tab, or lets the user choose one. */
  async #current(placeHolder: string): Promise<Candidate | undefined> {
    const candidates = await this.#candidates();
    const active = candidates.find(({ page }) => page.tab?.isActive);
    return active ?? pick(candidates, placeHolder);
  }

  async #candidates(): Promise<readonly Candidate[]> {
    const sessions = this.#tabs.sessions.map(async (session) => {
      const browsers = await session.browsers();
      return browsers.flatMap((browser) =>
        browser.pages.map((page) => ({
          page,
          browser,
          sessionName: session.name,
          sessionTitle: session.title,
        })),
      );
    });
    return (await Promise.all(sessions)).flat();
  }
}

/** Returns the only page, or lets the user choose one of several. */
async function pick(
  candidates: readonly Candidate[],
  placeHolder: string,
): Promise<Candidate | undefined> {
  if (candidates.length === 0) {
    void showInformation(localize('No page of a running session can be shown.'));
    return undefined;
  }
  if (candidates.length === 1) return candidates[0];
  const items = candidates.map((candidate) => ({
    label: shown(candidate.page.title),
    description: candidate.sessionTitle,
    detail: shown(candidate.page.url),
    candidate,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.candidate;
}

function shown(text: string): string {
  return shorten(printable(text), longestText);
}
