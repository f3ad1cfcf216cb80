import * as z from 'zod/mini';
import { onAbort } from '../../common/abort.ts';
import type { Clock } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import { getMessage } from '../../common/log.ts';
import { shorten } from '../../common/printable.ts';
import { DevToolsConnection, type DevToolsEvent } from './devTools.ts';
import { DialogSeries } from './dialogSeries.ts';
import {
  type AskDialog,
  describeDismissal,
  type DialogAnswer,
  dialogKinds,
  dismissal,
  type PageDialog,
} from './pageDialog.ts';
import { isMainFrame, pageFilter } from './pageEvents.ts';

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
const requestedSchema = z.object({ frameId: z.string() });

/** The bounds of texts that are shown, in characters and lines. */
const longestMessage = 2_000;
const maxLines = 30;
const longestDefaultText = 10_000;

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
  /** Shared with the page that has opened it. */
  readonly series: DialogSeries;
  readonly isOpened: boolean;
  /** Whether one of its scripts or links wants to navigate it. */
  isNavigating: boolean;
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
  /** Resolves when the previous dialog is answered. */
  #answered: Promise<unknown> = Promise.resolve();

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
    this.#resources.add(connection.events((event) => this.#handle(event)));
  }

  /** Open dialogs are not closed. */
  dispose(): void {
    this.#resources.dispose();
    for (const { closing } of this.#pages.values()) closing?.abort();
  }

  #handle({ method, params, sessionId = '' }: DevToolsEvent): void {
    if (method === 'Target.attachedToTarget') return this.#attached(params);
    if (method === 'Target.detachedFromTarget') return this.#detached(params);
    const page = this.#pages.get(sessionId);
    if (page === undefined) return;
    if (method === 'Page.javascriptDialogOpening') void this.#answer(params, sessionId, page);
    if (method === 'Page.javascriptDialogClosed') page.closing?.abort();
    if (method === 'Page.frameRequestedNavigation') {
      page.isNavigating ||= requestedSchema.parse(params).frameId === page.targetId;
    }
    if (method === 'Page.frameNavigated') navigated(params, page);
  }

  #attached(params: unknown): void {
    const { sessionId, targetInfo } = attachedSchema.parse(params);
    const { openerId, targetId } = targetInfo;
    const { clock, only } = this.#options;
    const opener = [...this.#pages.values()].find((page) => page.targetId === openerId);
    if (only === undefined || only === targetId || opener !== undefined) {
      this.#pages.set(sessionId, {
        targetId,
        series: opener?.series ?? new DialogSeries(clock),
        isOpened: opener !== undefined,
        isNavigating: false,
        closing: undefined,
      });
      this.#send('Page.enable', {}, sessionId);
    }
    this.#send('Runtime.runIfWaitingForDebugger', {}, sessionId);
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
    // A page that is left while its dialog opens would no longer be blocked.
    const { isBlocked, pause } = page.series;
    if (pause > 0) await this.#pause(pause, closing.signal);
    // Editors can't withdraw a modal message, so only one is shown at a time.
    const answering = this.#answered.then(() =>
      this.#decide(data, isBlocked, page.series, closing.signal),
    );
    this.#answered = answering;
    const { accept, text } = await answering;
    if (closing.signal.aborted) return;
    const answer = { accept, ...(text !== undefined && { promptText: text }) };
    this.#send('Page.handleJavaScriptDialog', answer, sessionId);
  }

  /** Resolves after a time in milliseconds, or when the dialog is closed otherwise. */
  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const over = deferred();
    const timer = this.#options.clock.after(milliseconds, () => over.resolve());
    const watch = onAbort(signal, () => over.resolve());
    await over.promise;
    timer.dispose();
    watch.dispose();
  }

  /** Never rejects. */
  async #decide(
    opening: z.output<typeof openingSchema> | undefined,
    wasBlocked: boolean,
    series: DialogSeries,
    signal: AbortSignal,
  ): Promise<DialogAnswer> {
    if (opening === undefined || signal.aborted) return { accept: false };
    const dialog = toDialog(opening, series.begin());
    const isBlocked = wasBlocked || series.isBlocked;
    const answer = isBlocked ? dismissal(dialog) : await this.#ask(dialog, signal);
    series.end(answer.blocksOthers === true);
    return answer;
  }

  async #ask(dialog: PageDialog, signal: AbortSignal): Promise<DialogAnswer> {
    const { ask, log } = this.#options;
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
  const defaultText = defaultPrompt.slice(0, longestDefaultText);
  return { kind, message: toReadable(message), defaultText, host, isRepeated };
}

/** Omits the middle of a message that would not fit on the screen, with the buttons below it. */
function toReadable(message: string): string {
  const lines = shorten(message, longestMessage).split('\n');
  if (lines.length <= maxLines) return lines.join('\n');
  const half = Math.floor(maxLines / 2);
  return [...lines.slice(0, half), '…', ...lines.slice(half + 1 - maxLines)].join('\n');
}

/** Resets the state of a page after a navigation. */
function navigated(params: unknown, page: WatchedPage): void {
  if (!isMainFrame(params)) return;
  // The page that opened a window can navigate it, too.
  page.series.loaded(page.isNavigating || page.isOpened ? 'page' : 'user');
  page.isNavigating = false;
}
