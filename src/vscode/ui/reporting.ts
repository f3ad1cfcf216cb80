import { getLocalizedMessage } from '../../common/humanError.ts';
import { showError } from './notifications.ts';

/** Performs an action of the user and shows its error. */
export async function reportErrors(action: () => Promise<void> | void): Promise<void> {
  try {
    await action();
  } catch (error) {
    void showError(getLocalizedMessage(error));
  }
}
