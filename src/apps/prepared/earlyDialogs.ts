import { type AskDialog, dismissal } from '../../browser/page/pageDialog.ts';
import { deferred } from '../../common/deferred.ts';

/** The JavaScript dialogs of a page that is loaded before its launch. The user sees none that opens earlier. */
export class EarlyDialogs {
  readonly #askUser: AskDialog;
  readonly #dismissed = deferred();
  #isLaunched = false;

  constructor(askUser: AskDialog) {
    this.#askUser = askUser;
  }

  /** Resolves when one was dismissed, after which the page is not as its user would find it. */
  get dismissed(): Promise<void> {
    return this.#dismissed.promise;
  }

  readonly ask: AskDialog = async (dialog, signal) => {
    if (this.#isLaunched) return this.#askUser(dialog, signal);
    this.#dismissed.resolve();
    return dismissal(dialog);
  };

  /** From now on, the user is asked. */
  launch(): void {
    this.#isLaunched = true;
  }
}
