// The moment that README's first picture shows: a breakpoint set by a click beside a line of C#,
// and F5. The picture goes to dist/; UPDATE_PICTURE=1 copies it to media/.

import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { buildEnvironment, createBlazorSample, lineToStopAt } from '../../tools/start/sample.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { useFreePorts } from '../../tools/fixtures/dotnet/blazorProjects.ts';
import { packagedExtension } from '../../tools/editor/built.ts';
import { type Editor, type Locator, type Page, startEditor } from '../../tools/editor/editor.ts';
import { clickUntilTaken, setBreakpoint } from '../../tools/editor/palette.ts';
import { takePicture } from '../../tools/editor/pictures.ts';

const settings = {
  'breadcrumbs.enabled': false,
  'debug.internalConsoleOptions': 'neverOpen',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  // The whole file is visible.
  'editor.scrollBeyondLastLine': false,
  'ideSessionHost.blazor.headless': 'always',
  'ideSessionHost.showPage': 'never',
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

test(
  'a click beside a line of C# and F5 stop there, without a launch.json',
  { timeout: 600_000 },
  async (context) => {
    const editor = await openSample(context);
    const { page } = editor;
    const clickRow = (text: RegExp, way: 'click' | 'dblclick') =>
      clickUntilTaken(page, '.monaco-list-row', () => row(page, text)[way]({ timeout: 10_000 }));
    await clickRow(/^Components$/, 'click');
    await clickRow(/^PrimeCounter\.razor$/, 'dblclick');
    await setBreakpoint(page, lineToStopAt());
    await page.keyboard.press('F5');
    await page.locator('.debug-top-stack-frame-line').first().waitFor({ timeout: 180_000 });

    await expand(row(page, /^Local/));
    await expect(row(page, /^sum/), 'sum = 28');
    await showCaller(page);
    await watch(page, 'count');
    await expect(row(page, /^count/), 'count = 5');
    await photograph(page);

    await page.keyboard.press('Shift+F5');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    assert.deepEqual(await editor.close(), []);
  },
);

/** Opens the client and its component library in an editor that is closed after the test. */
async function openSample(context: TestContext): Promise<Editor> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'picture-')));
  let editor: Editor | undefined = undefined;
  afterTest(context, async () => {
    await editor?.close();
    await rm(folder, { recursive: true, maxRetries: 5 });
  });
  const workspace = join(folder, 'primes');
  await createBlazorSample(workspace);
  await useFreePorts(join(workspace, 'Client'));
  const environment = buildEnvironment;
  editor = await startEditor({ packages: [packagedExtension], workspace, settings, environment });
  return editor;
}

/** The caller is among the first frames, or among those that are loaded on demand. */
async function showCaller(page: Page): Promise<void> {
  await row(page, /^(Components\.PrimeCounter\.OnInitialized|Load More Stack Frames)/).waitFor();
  const more = row(page, /^Load More Stack Frames/);
  if (await more.isVisible()) await more.click();
  await expect(row(page, /^Components\.PrimeCounter\.OnInitialized/), 'OnInitialized');
}

function row(page: Page, text: RegExp): Locator {
  return page.locator('.monaco-list-row').filter({ hasText: text }).first();
}

async function expand(tree: Locator): Promise<void> {
  await tree.locator('.monaco-tl-twistie').click();
}

async function expect(shown: Locator, text: string): Promise<void> {
  await shown.waitFor();
  const actual = (await shown.innerText()).replaceAll(/\s+/g, ' ');
  assert.ok(actual.includes(text), actual);
}

async function watch(page: Page, expression: string): Promise<void> {
  const header = page.locator('.pane-header', { hasText: 'Watch' });
  await header.hover();
  await header.locator('[aria-label="Add Expression"]').click();
  const input = page.locator('.inputBoxContainer input:visible').first();
  await input.fill(expression);
  await input.press('Enter');
}

async function photograph(page: Page): Promise<void> {
  // Nothing is highlighted there.
  await page.mouse.move(1000, 700);
  await takePicture(page, 'breakpoint');
}
