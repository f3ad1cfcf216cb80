/** What kinds of dialogs JavaScript can open. */
export const dialogKinds = ['alert', 'confirm', 'prompt', 'beforeunload'] as const;

/** A JavaScript dialog that a page waits for. */
export interface PageDialog {
  readonly kind: (typeof dialogKinds)[number];
  /** Empty for `beforeunload`, whose text browsers don't show. */
  readonly message: string;
  /** What the text field of a `prompt` begins with. */
  readonly defaultText: string;
  /** The host of the page's address, with its port; empty for a page without one. */
  readonly host: string;
  /** Whether the page has opened others since it was loaded. */
  readonly isRepeated: boolean;
}

export interface DialogAnswer {
  /** OK, or for `beforeunload` that the page may be left. */
  readonly accept: boolean;
  /** What was typed into a `prompt`. */
  readonly text?: string;
  /** Dismisses what else the page opens until it is loaded again. */
  readonly blocksOthers?: boolean;
}

/** Asks somebody to answer a dialog; the signal is aborted once the dialog is closed by other means. */
export type AskDialog = (dialog: PageDialog, signal: AbortSignal) => Promise<DialogAnswer>;

/** The answer to a dialog that nobody sees. A page that asks whether to be left may be. */
export function dismissal({ kind }: Pick<PageDialog, 'kind'>): DialogAnswer {
  return { accept: kind === 'beforeunload' };
}

/** A dialog and the end it found, for a log. */
export function describeDismissal({ host, kind, message }: PageDialog): string {
  const page = host === '' ? 'a page' : `the page at ${host}`;
  return kind === 'beforeunload'
    ? `A beforeunload dialog of ${page} was accepted: the page is left.`
    : `A dialog of ${page} was dismissed: ${kind}(${JSON.stringify(message)}).`;
}
