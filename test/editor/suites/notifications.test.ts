import assert from 'node:assert/strict';
import { ask } from './pageDriver.ts';
import { withSetting } from './workspace.ts';

describe('A notification that quotes untrusted text', () => {
  it('has no link of theirs', async function () {
    // The page is missing in `npm run test:desktop` alone, never in `npm test`.
    if (process.env['EDITOR_PAGE_DRIVER'] === undefined) this.skip();
    const link = '[Fix it](command:workbench.action.terminal.new)';
    await withSetting('ideSessionHost.launchTypes', { [link]: 'wrong' }, async () => {
      const [shown = ''] = await ask({ do: 'read notification', text: 'launchTypes' });
      // As a link, only its label would be there to read.
      assert.ok(shown.includes('[Fix it] (command:workbench.action.terminal.new)'), shown);
    });
  });
});
