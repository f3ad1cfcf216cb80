import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { packagedExtension, workspace } from '../../tools/editor/built.ts';
import { startEditor } from '../../tools/editor/editor.ts';
import { readNotifications, runCommand } from '../../tools/editor/palette.ts';

test(
  'in an untrusted workspace nothing is started, and the window says why',
  { timeout: 300_000 },
  async (context) => {
    const editor = await startEditor({
      packages: [packagedExtension],
      workspace,
      workspaceTrust: true,
      settings: {
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
      },
      timeoutMilliseconds: 280_000,
    });
    afterTest(context, async () => void (await editor.close()));
    await editor.page.getByText('Restricted Mode').first().waitFor();
    await runCommand(editor.page, 'IDE Session: New Terminal for a Controller');
    const [message = ''] = await readNotifications(editor.page, 'not trusted');
    assert.match(message, /nothing is started.*Trust it/s);
    assert.equal(await editor.page.locator('.terminal-wrapper').count(), 0);
  },
);
