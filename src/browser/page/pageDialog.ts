/** The kinds of JavaScript dialogs. */
export const dialogKinds = ['alert', 'confirm', 'prompt', 'beforeunload'] as const;

/** An open JavaScript dialog. */
export interface PageDialog {
  readonly kind: (typeof dialogKinds)[number];
  /** Empty for `beforeunload`, whose text browsers don't show. */
  readonly message: string;
  /** The initial text of a `prompt`. */
  readonly defaultText: string;
  /** The host and port of the page's URL; empty if it has none. */
  readonly host: string;
  /** Whether the page has opened other dialogs since it was loaded. */
  readonly isRepeated: boolean;
}

export interface DialogAnswer {
  /** OK; for `beforeunload`, whether the page may be left. */
  readonly accept: boolean;
  /** The text entered in a `prompt`. */
  readonly text?: string;
  /** Dismisses further dialogs of the page until it is reloaded. */
  readonly blocksOthers?: boolean;
}

/** Asks for the answer to a dialog. The signal is aborted if the dialog is closed otherwise. */
export type AskDialog = (dialog: PageDialog, signal: AbortSignal) => Promise<DialogAnswer>;

/** Returns the default answer of a dialog. `beforeunload` is accepted. */
export function dismissal({ kind }: Pick<PageDialog, 'kind'>): DialogAnswer {
  return { accept: kind === 'beforeunload' };
}

/** Describes a dismissed dialog for the log. */
export function describeDismissal({ host, kind, message }: PageDialog): string {
  const page = host === '' ? 'a page' : `the page at ${host}`;
  return kind === 'beforeunload'
    ? `A beforeunload dialog of ${page} was accepted: the page is left.`
    : `A dialog of ${page} was dismissed: ${kind}(${JSON.stringify(message)}).`;
}
