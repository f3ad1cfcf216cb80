import assert from 'node:assert/strict';
import { ask } from './pageDriver.ts';
import { withSetting } from './workspace.ts';

describe('A notification that quotes untrusted text', () => {
  it('shows no links from it', async function () {
    // The page is only missing in `npm run test:desktop`, never in `npm test`.
    if (process.env['EDITOR_PAGE_DRIVER'] === undefined) this.skip();
    const link = '[Fix it](command:workbench.action.terminal.new)';
    await withSetting('ideSessionHost.launchTypes', { [link]: 'wrong' }, async () => {
      const [shown = ''] = await ask({ do: 'read notification', text: 'launchTypes' });
      // As a link, only its label would be visible.
      assert.ok(shown.includes('[Fix it] (command:workbench.action.terminal.new)'), shown);
    });
  });
});
