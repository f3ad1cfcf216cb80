// The browser that shows the editor: headless, with its own profile.

import { createRequire } from 'node:module';
import { join } from 'node:path';

import { findBrowser } from '../setup/executables.mjs';
import { installedTool } from '../setup/toolCache.mjs';
import { markName } from './leftovers.ts';
import type { BrowserContext, PlaywrightCore } from './playwright.ts';

/**
 * The browser only uses one list, so it has what Playwright disables and matters here. The last three
 * belong to the suggestions of the address bar, which a browser without a window doesn't show.
 */
const unwantedFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
];

/** How long an action without a limit of its own may take, on a busy machine. */
const actionMilliseconds = 120_000;

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-prefers-reduced-motion',
  `--disable-features=${unwantedFeatures.join(',')}`,
];

/**
 * Turns off animations: each frame of one, such as the progress bar's during a start, is drawn
 * without a GPU, which takes a tenth of the processor time of an editor test.
 */
const withoutMotion =
  '*, *::before, *::after { animation: none !important; transition: none !important; }';
const stopMotion = `
  const style = new CSSStyleSheet();
  style.replaceSync(${JSON.stringify(withoutMotion)});
  document.adoptedStyleSheets = [style];`;

/**
 * The editor takes each message of its server from a blob, for which the page asks the browser's process
 * twice. Messages in buffers are read at once.
 */
const withoutBlobs = `
  if (window === top) {
    const { readAsArrayBuffer } = FileReader.prototype;
    FileReader.prototype.readAsArrayBuffer = function (data) {
      if (data instanceof ArrayBuffer) queueMicrotask(() => this.onload({ target: { result: data } }));
      else readAsArrayBuffer.call(this, data);
    };
    globalThis.WebSocket = class extends WebSocket {
      constructor(...values) {
        super(...values);
        this.binaryType = 'arraybuffer';
      }
    };
  }`;

/**
 * Starts a browser that keeps all its files in the editor's folder and carries the editor's mark.
 */
export async function startBrowser(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<BrowserContext> {
  const executablePath = findBrowser();
  if (!executablePath)
    throw new Error('There is no Chromium-based browser. Run: node scripts/setup.mjs');
  const load = createRequire(join(installedTool('code-server'), 'package.json'));
  const { chromium } = load('playwright-core') as PlaywrightCore;
  const context = await chromium.launchPersistentContext(join(folder, 'browser'), {
    executablePath,
    headless: true,
    args: quiet,
    artifactsDir: join(folder, 'browser-artifacts'),
    viewport: { width: 1280, height: 800 },
    env: {
      ...environment,
      [markName]: folder,
      XDG_CONFIG_HOME: join(folder, 'browser-home'),
      XDG_CACHE_HOME: join(folder, 'browser-home'),
    },
  });
  context.setDefaultTimeout(actionMilliseconds);
  await context.addInitScript(stopMotion);
  await context.addInitScript(withoutBlobs);
  return context;
}
