import * as z from 'zod/mini';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import { getMessage } from '../../common/log.ts';
import { DevToolsConnection, type DevToolsEvent } from './devTools.ts';
import {
  type AskDialog,
  describeDismissal,
  type DialogAnswer,
  dialogKinds,
  dismissal,
  type PageDialog,
} from './pageDialog.ts';

const attachedSchema = z.object({
  sessionId: z.string(),
  targetInfo: z.object({ targetId: z.string(), openerId: z.optional(z.string()) }),
});
const detachedSchema = z.object({ sessionId: z.string() });
const openingSchema = z.object({
  url: z.string(),
  message: z.string(),
  type: z.enum(dialogKinds),
  defaultPrompt: z.optional(z.string()),
});
const navigatedSchema = z.object({ frame: z.object({ parentId: z.optional(z.string()) }) });

/** Matches pages only, without workers and frames. */
const pageFilter = [{ type: 'page' }];

export interface PageDialogsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly ask: AskDialog;
  /** The target id of the page whose dialogs are answered, including windows that it opens; all pages if absent. */
  readonly only: string | undefined;
}

/** A page whose dialogs are answered. */
interface WatchedPage {
  readonly targetId: string;
  /** The number of dialogs since it was loaded. */
  dialogs: number;
  isBlocked: boolean;
  closing: AbortController | undefined;
}

/**
 * Answers the JavaScript dialogs of a headless browser. A dialog blocks its page until it is answered, and
 * only a client that was attached before the dialog opened can answer it. New windows are therefore paused
 * until they are attached.
 */
export class PageDialogs implements Disposable {
  readonly #connection: DevToolsConnection;
  readonly #options: PageDialogsOptions;
  readonly #pages = new Map<string, WatchedPage>();
  readonly #resources = new DisposableStore();

  /** Attaches to the pages of the browser at a WebSocket address. Throws a HumanError (BrowserConnectionFailed). */
  static async open(browserUri: string, options: PageDialogsOptions): Promise<PageDialogs> {
    const connection = await DevToolsConnection.open(browserUri, options.clock);
    const dialogs = new PageDialogs(connection, options);
    await connection.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: pageFilter,
    });
    return dialogs;
  }

  private constructor(connection: DevToolsConnection, options: PageDialogsOptions) {
    this.#connection = this.#resources.add(connection);
    this.#options = options;
    this.#resources.add(connection.events((event) => this.#hear(event)));
  }

  /** Open dialogs are not closed. */
  dispose(): void {
    this.#resources.dispose();
    for (const { closing } of this.#pages.values()) closing?.abort();
  }

  #hear({ method, params, sessionId = '' }: DevToolsEvent): void {
    if (method === 'Target.attachedToTarget') return this.#attached(params);
    if (method === 'Target.detachedFromTarget') return this.#detached(params);
    const page = this.#pages.get(sessionId);
    if (page === undefined) return;
    if (method === 'Page.javascriptDialogOpening') void this.#answer(params, sessionId, page);
    if (method === 'Page.javascriptDialogClosed') page.closing?.abort();
    if (method === 'Page.frameNavigated') navigated(params, page);
  }

  #attached(params: unknown): void {
    const { sessionId, targetInfo } = attachedSchema.parse(params);
    if (this.#isOurs(targetInfo)) {
      const { targetId } = targetInfo;
      this.#pages.set(sessionId, {
        targetId,
        dialogs: 0,
        isBlocked: false,
        closing: undefined,
      });
      this.#send('Page.enable', {}, sessionId);
    }
    this.#send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  }

  #isOurs({ openerId, targetId }: z.output<typeof attachedSchema>['targetInfo']): boolean {
    const { only } = this.#options;
    const isKnown = [...this.#pages.values()].some((page) => page.targetId === openerId);
    return only === undefined || only === targetId || isKnown;
  }

  #detached(params: unknown): void {
    const { sessionId } = detachedSchema.parse(params);
    this.#pages.get(sessionId)?.closing?.abort();
    this.#pages.delete(sessionId);
  }

  async #answer(params: unknown, sessionId: string, page: WatchedPage): Promise<void> {
    const closing = new AbortController();
    page.closing = closing;
    const { data } = openingSchema.safeParse(params);
    const isRepeated = page.dialogs++ > 0;
    const { accept, blocksOthers, text } =
      data === undefined
        ? { accept: false }
        : await this.#ask(toDialog(data, isRepeated), page, closing.signal);
    page.isBlocked ||= blocksOthers === true;
    if (closing.signal.aborted) return;
    const answer = { accept, ...(text !== undefined && { promptText: text }) };
    this.#send('Page.handleJavaScriptDialog', answer, sessionId);
  }

  async #ask(dialog: PageDialog, page: WatchedPage, signal: AbortSignal): Promise<DialogAnswer> {
    const { ask, log } = this.#options;
    if (page.isBlocked) return dismissal(dialog);
    try {
      return await ask(dialog, signal);
    } catch (error) {
      log.warn(`${describeDismissal(dialog)} It could not be shown: ${getMessage(error)}`);
      return dismissal(dialog);
    }
  }

  /** Ignores errors, since another client may have answered first, or the page may be closed. */
  #send(method: string, params: object, sessionId: string): void {
    this.#connection.send(method, params, sessionId).catch(() => undefined);
  }
}

function toDialog(opening: z.output<typeof openingSchema>, isRepeated: boolean): PageDialog {
  const { defaultPrompt = '', message, type: kind, url } = opening;
  const host = URL.canParse(url) ? new URL(url).host : '';
  return { kind, message, defaultText: defaultPrompt, host, isRepeated };
}

/** Resets the state of a page after a navigation. */
function navigated(params: unknown, page: WatchedPage): void {
  if (navigatedSchema.parse(params).frame.parentId !== undefined) return;
  page.dialogs = 0;
  page.isBlocked = false;
}
