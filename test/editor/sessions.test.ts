// The places of a real VS Code where users see sessions and act on them.

import { test } from 'node:test';
import { builtSuite, networkSettings, packagedExtension } from '../../tools/editor/built.ts';
import { emptyExtension } from '../../tools/editor/codeServer.ts';
import { createPageDriver } from '../../tools/editor/pageDriver.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';
import { makeSessionsWorkspace } from './workspaces/sessionsWorkspace.ts';

const limit = 900_000;

test(
  'sessions in the views and commands of a real VS Code',
  { timeout: limit },
  async (context) => {
    const pageDriver = await createPageDriver(context);
    await runSuiteTests(context, {
      packages: [packagedExtension],
      extensions: [emptyExtension],
      workspace: await makeSessionsWorkspace(context),
      settings: networkSettings,
      suite: builtSuite('sessions'),
      environment: { EDITOR_PAGE_DRIVER: pageDriver.url },
      timeoutMilliseconds: limit - 30_000,
      shown: ({ page }) => {
        const allowed = ['clipboard-read', 'clipboard-write'];
        void page
          .context()
          .grantPermissions(allowed)
          .then(() => pageDriver.attach(page));
      },
    });
  },
);
