import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtSuite, packagedExtension, workspace } from './built.ts';
import { startEditor } from './harness/editor.ts';
import { emptyExtension } from './harness/codeServer.ts';

test(
  'in an untrusted workspace nothing is started, and the window says why',
  {
    timeout: 120_000,
  },
  async (context) => {
    const editor = await startEditor({
      packages: [packagedExtension],
      extensions: [emptyExtension],
      workspace,
      workspaceTrust: true,
      settings: {
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
      },
      suite: builtSuite('untrusted'),
      timeoutMilliseconds: 110_000,
    });
    context.after(() => editor.close());
    const message = editor.page.locator('.notification-toast', { hasText: 'not trusted' }).first();
    const failed = editor.suiteResult.then(() => assert.fail('the suite ended'));
    await Promise.race([message.waitFor({ timeout: 60_000 }), failed]);
    assert.match(await message.innerText(), /nothing is started.*Trust it/s);
  },
);
