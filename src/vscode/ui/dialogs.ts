import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { onAbort } from '../../common/abort.ts';
import { deferred } from '../../common/deferred.ts';
import { DisposableStore } from '../../common/disposable.ts';
import type { DialogAnswer, PageDialog } from '../../browser/page/pageDialog.ts';
import { showModal } from './notifications.ts';
import { withoutLinks } from './notificationText.ts';

/** Shows a JavaScript dialog of a page as a modal message, or an input box for `prompt`. */
export async function askDialog(dialog: PageDialog, signal: AbortSignal): Promise<DialogAnswer> {
  return dialog.kind === 'prompt' ? prompt(dialog, signal) : askModally(dialog);
}

async function prompt(
  { defaultText, isRepeated, message, ...dialog }: PageDialog,
  signal: AbortSignal,
): Promise<DialogAnswer> {
  const resources = new DisposableStore();
  const answered = deferred<DialogAnswer>();
  const dismiss = (): void => answered.resolve({ accept: false });
  const box = resources.add(vscode.window.createInputBox());
  box.title = getTitle(dialog);
  box.prompt = withoutLinks(message);
  box.value = defaultText;
  box.ignoreFocusOut = true;
  const block = createBlock();
  if (isRepeated) {
    box.buttons = [{ iconPath: new vscode.ThemeIcon('circle-slash'), tooltip: block.title }];
  }
  resources.add(box.onDidTriggerButton(() => answered.resolve(block.answer)));
  resources.add(box.onDidAccept(() => answered.resolve({ accept: true, text: box.value })));
  resources.add(box.onDidHide(dismiss));
  resources.add(onAbort(signal, dismiss));
  box.show();
  const answer = await answered.promise;
  resources.dispose();
  return answer;
}

interface Button extends vscode.MessageItem {
  readonly answer: DialogAnswer;
}

/** As in browsers, for pages that keep opening dialogs. */
function createBlock(): Button {
  return {
    title: localize('Block Further Dialogs'),
    answer: { accept: false, blocksOthers: true },
  };
}

async function askModally(dialog: PageDialog): Promise<DialogAnswer> {
  const ok: Button = { title: localize('OK'), answer: { accept: true } };
  const leave: Button = { title: localize('Leave'), answer: { accept: true } };
  const others = dialog.isRepeated ? [createBlock()] : [];
  const pressed = await showModal<Button>(
    dialog.kind === 'beforeunload'
      ? {
          severity: 'warning',
          text: dialog.host
            ? localize('Leave {host}?', { host: dialog.host })
            : localize('Leave the page?'),
          detail: localize('Changes you made may not be saved.'),
          buttons: [leave, ...others],
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
  return host ? localize('{host} says', { host }) : localize('The page says');
}
