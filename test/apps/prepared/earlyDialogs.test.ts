import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EarlyDialogs } from '../../../src/apps/prepared/earlyDialogs.ts';
import type { PageDialog } from '../../../src/browser/page/pageDialog.ts';

test('the user sees no dialog of a page before its launch', async () => {
  const asked: string[] = [];
  const dialogs = new EarlyDialogs(async ({ message }) => {
    asked.push(message);
    return { accept: true };
  });
  let isDismissed = false;
  void dialogs.dismissed.then(() => (isDismissed = true));
  const ask = (message: string) => {
    const dialog: PageDialog = {
      kind: 'confirm',
      message,
      defaultText: '',
      host: '',
      isRepeated: false,
    };
    return dialogs.ask(dialog, new AbortController().signal);
  };
  assert.deepEqual(await ask('early'), { accept: false });
  assert.ok(isDismissed);
  dialogs.launch();
  assert.deepEqual(await ask('later'), { accept: true });
  assert.deepEqual(asked, ['later']);
});
