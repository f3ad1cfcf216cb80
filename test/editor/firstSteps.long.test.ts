// A user who has read nothing: from a new client in a clean profile to a stop in its C#, by clicks alone.

import assert from 'node:assert/strict';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import { packagedExtension } from '../../tools/editor/built.ts';
import { DebuggedPage } from '../../tools/editor/debuggedPage.ts';
import { type Editor, type Locator, type Page, startEditor } from '../../tools/editor/editor.ts';
import { PageTab } from '../../tools/editor/pageTab.ts';
import { setBreakpoint } from '../../tools/editor/palette.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { useFreePorts } from '../../tools/fixtures/dotnet/blazorProjects.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { pollUntil } from '../../tools/fixtures/waiting.ts';
import { buildEnvironment } from '../../tools/start/sample.ts';
import { createFromTemplate } from '../../tools/start/templates.ts';
import { lineOf } from './pageTab/steps.ts';

/** The longest way without the build, in milliseconds. Slow machines take several times as long as fast ones. */
const longest = 300_000;
const patience = { timeout: 240_000 };

/** A machine without a display, where the page opens in a tab. */
const environment = { ...buildEnvironment, DISPLAY: '', WAYLAND_DISPLAY: '' };

test(
  'a new client stops at a breakpoint after a click in its page, by clicks alone',
  { timeout: 900_000 },
  async (context) => {
    const workspace = join(await realpath(await temporaryFolder(context)), 'Shop');
    await createFromTemplate('client', 'Shop', workspace);
    await useFreePorts(workspace);
    const begun = systemClock.elapsed();
    const editor = await openFolder(context, workspace);
    const { page } = editor;
    await trustFolder(page);

    await row(page, 'Pages').click(patience);
    await row(page, 'Counter.razor').click(patience);
    const source = join(workspace, 'Pages', 'Counter.razor');
    await setBreakpoint(page, await lineOf(source, 'currentCount++'));
    await page.locator('.editor-actions [aria-label*="Debug Project"]').click(patience);
    const building = await buildTime(workspace);

    const debugged = await DebuggedPage.find(context, editor, 'http://localhost');
    const tab = new PageTab(page, debugged);
    // The menu of a narrow page.
    await tab.click('.navbar-toggler');
    await tab.click('a[href=counter]');
    await tab.click('article button');
    await page.locator('.debug-top-stack-frame-line').first().waitFor(patience);
    const time = systemClock.elapsed() - begun - building;
    context.diagnostic(`${Math.round(time)} ms, and ${Math.round(building)} ms for the build`);
    assert.ok(time < longest, `It took ${Math.round(time)} ms.`);

    await page.locator('.debug-toolbar [aria-label^="Stop"]').click(patience);
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden', ...patience });
    assert.deepEqual(await editor.close(), []);
  },
);

async function openFolder(context: TestContext, workspace: string): Promise<Editor> {
  const editor = await startEditor({
    packages: [packagedExtension],
    workspace,
    workspaceTrust: true,
    environment,
  });
  afterTest(context, async () => void (await editor.close()));
  return editor;
}

/** Resolves to the time until the client is built, in milliseconds. */
async function buildTime(workspace: string): Promise<number> {
  const begun = systemClock.elapsed();
  const built = join(workspace, 'bin', 'Debug', 'net10.0', 'Shop.dll');
  const isBuilt = (): Promise<boolean> =>
    stat(built).then(
      () => true,
      () => false,
    );
  await pollUntil('the client is built', 300_000, isBuilt);
  return systemClock.elapsed() - begun;
}

function row(page: Page, text: string): Locator {
  return page.locator('.explorer-folders-view .monaco-list-row', { hasText: text }).first();
}

/** Trusts the folder, from the banner that the window shows. */
async function trustFolder(page: Page): Promise<void> {
  await page.locator('.part.banner a', { hasText: 'Manage' }).click(patience);
  const editor = page.locator('.monaco-modal-editor-block');
  await editor
    .locator('.monaco-button', { hasText: /^Trust$/ })
    .first()
    .click(patience);
  await editor.locator('.workspace-trust-editor.trusted').waitFor(patience);
  await editor.locator('.modal-editor-action-container .codicon-close').click(patience);
}
