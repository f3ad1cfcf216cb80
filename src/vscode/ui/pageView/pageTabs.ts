import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter } from '../../../common/emitter.ts';
import type { Log } from '../../../common/log.ts';
import type { PagePauses } from '../../debug/page/pagePauses.ts';
import { settings, type SettingsScope } from '../../window/settings.ts';
import { RecentConfigurations } from '../recentConfigurations.ts';
import { Downloads } from './downloads.ts';
import { EndedTabs } from './endedTabs.ts';
import { PageDocument } from './pageDocument.ts';
import type { PageTabsServices } from './pageTabsServices.ts';
import { SessionPages } from './sessionPages.ts';
import { StartAgain } from './startAgain.ts';

/** Whether commands for pages are enabled. */
const contextKey = 'ideSessionHost.hasPages';

interface PageTabsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly context: Pick<
    vscode.ExtensionContext,
    'extensionPath' | 'extensionUri' | 'workspaceState'
  >;
}

/** A session whose pages can be shown. */
interface ViewedSession {
  /** The name of the resource. */
  readonly name: string;
  /** The name that users see. */
  readonly title: string;
  /** The scope of the settings. */
  readonly scope: SettingsScope;
  readonly pauses: PagePauses;
}

/** The tabs of a window that show debugged pages. */
export class PageTabs implements Disposable {
  readonly #sessions = new Set<SessionPages>();
  readonly #services: PageTabsServices;
  readonly #resources = new DisposableStore();
  #isClosing = false;
  #hasPages = false;
  readonly #changes = new Emitter<string>();

  /** Fires with the name of a session when a page of it was opened or closed. */
  readonly changes = this.#changes.event;

  constructor({ clock, context, log }: PageTabsOptions) {
    const { extensionPath, extensionUri, workspaceState } = context;
    const document = new PageDocument(extensionPath);
    const tabs = { clock, log, document, extensionUri, isClosing: () => this.#isClosing };
    const again = new StartAgain(new RecentConfigurations(workspaceState, clock));
    const ended = this.#resources.add(new EndedTabs(again, tabs));
    this.#services = { clock, log, tabs, again, ended, downloads: new Downloads(workspaceState) };
  }

  /** The sessions with pages, in the order in which they were started. */
  get sessions(): readonly SessionPages[] {
    return [...this.#sessions].filter(({ hasPages }) => hasPages);
  }

  /** Whether the session of this name has pages. */
  hasPages(name: string): boolean {
    return this.sessions.some((session) => session.name === name);
  }

  /** Creates the pages of a session, to be disposed of when it has ended. */
  add({ name, pauses, scope, title }: ViewedSession): SessionPages {
    const isShown = ({ isHeadless }: { isHeadless: boolean }): boolean =>
      shownPages[settings.showPage.get(scope)](isHeadless);
    const options = { name, title, pauses, isShown, over: () => this.#sessions.delete(session) };
    const session = new SessionPages(options, this.#services, () => this.#update(name));
    this.#sessions.add(session);
    return session;
  }

  /** Leaves the tabs to the editor, which restores them with the window. */
  leave(): void {
    this.#isClosing = true;
  }

  dispose(): void {
    this.leave();
    this.#resources.dispose();
  }

  #update(name: string): void {
    this.#changes.fire(name);
    const hasPages = this.sessions.length > 0;
    if (hasPages === this.#hasPages) return;
    this.#hasPages = hasPages;
    void vscode.commands.executeCommand('setContext', contextKey, hasPages);
  }
}

/** Which pages open in a tab, by setting. */
const shownPages = {
  auto: (isHeadless: boolean) => isHeadless,
  always: () => true,
  never: () => false,
} as const;
