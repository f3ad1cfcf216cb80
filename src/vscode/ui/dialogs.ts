import * as vscode from 'vscode';
import { onAbort } from '../../common/abort.ts';
import type { DialogAnswer, PageDialog } from '../../browser/page/pageDialog.ts';
import { showModal } from './notifications.ts';
import { withoutLinks } from './notificationText.ts';

/** Shows a JavaScript dialog of a page as a modal message, or an input box for `prompt`. */
export async function askDialog(dialog: PageDialog, signal: AbortSignal): Promise<DialogAnswer> {
  return dialog.kind === 'prompt' ? prompt(dialog, signal) : askModally(dialog);
}

async function prompt(
  { defaultText, message, ...dialog }: PageDialog,
  signal: AbortSignal,
): Promise<DialogAnswer> {
  const closing = new vscode.CancellationTokenSource();
  const watch = onAbort(signal, () => closing.cancel());
  try {
    const title = getTitle(dialog);
    const shown = { title, prompt: withoutLinks(message), value: defaultText };
    const text = await vscode.window.showInputBox(
      { ...shown, ignoreFocusOut: true },
      closing.token,
    );
    return text === undefined ? { accept: false } : { accept: true, text };
  } finally {
    watch.dispose();
    closing.dispose();
  }
}

interface Button extends vscode.MessageItem {
  readonly answer: DialogAnswer;
}

const ok: Button = { title: 'OK', answer: { accept: true } };
const leave: Button = { title: 'Leave', answer: { accept: true } };
/** As in browsers, for pages that keep opening dialogs. */
const block: Button = {
  title: 'Block Further Dialogs',
  answer: { accept: false, blocksOthers: true },
};

async function askModally(dialog: PageDialog): Promise<DialogAnswer> {
  const others = dialog.isRepeated ? [block] : [];
  const pressed = await showModal<Button>(
    dialog.kind === 'beforeunload'
      ? {
          severity: 'warning',
          text: `Leave ${dialog.host || 'the page'}?`,
          detail: 'Changes you made may not be saved.',
          buttons: [leave],
        }
      : {
          severity: 'information',
          text: getTitle(dialog),
          detail: dialog.message,
          buttons: [
            // An alert can't be cancelled.
            dialog.kind === 'alert' ? { ...ok, isCloseAffordance: true } : ok,
            ...others,
          ],
        },
  );
  return pressed?.answer ?? { accept: false };
}

function getTitle({ host }: Pick<PageDialog, 'host'>): string {
  return `${host || 'The page'} says`;
}
