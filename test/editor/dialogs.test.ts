// Dialogs of the editor, for a headless page and for commands, answered by a user.

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DevToolsConnection } from '../../src/browser/page/devTools.ts';
import { PageTargets } from '../../src/browser/page/pageTargets.ts';
import { systemClock } from '../../src/common/clock.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { startStaticServer, type StaticServer } from '../../tools/fixtures/web/staticServer.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { pollUntil } from '../../tools/fixtures/waiting.ts';
import { packagedExtension } from '../../tools/editor/built.ts';
import { runCommand } from '../../tools/editor/palette.ts';
import { type Editor, type Locator, type Page, startEditor } from '../../tools/editor/editor.ts';
import { buildEnvironment } from '../../tools/start/sample.ts';
import { keepTrace, openSample } from './workspaces/fileDialogs.ts';

/** How long an effect may take on a busy machine, in milliseconds. */
const patience = 120_000;

const content = `<!doctype html>
<script>
  alert('First');
  const answers = [confirm('Second'), confirm('Third'), prompt('Fourth', 'some')];
  fetch('/answers?' + answers.join());
</script>
`;

/** A page that asks before it is left, which a click does. */
const unsaved = `<!doctype html>
<body style="height: 100vh">
<script>
  addEventListener('beforeunload', (event) => event.preventDefault());
  addEventListener('click', () => {
    location.href = '/left.html';
    setTimeout(() => fetch('/stays'), 500);
  });
  fetch('/opened');
</script>
`;

test(
  'a user answers what headless pages and commands ask',
  { timeout: 1_000_000 },
  async (context) => {
    const folder = await temporaryFolder(context);
    const server = await startStaticServer(folder);
    afterTest(context, () => server.close());
    await writePage(folder, content);
    const editor = await openWindow(context, server.url);
    await context.test('a cluster in the settings of the machine', () =>
      connectToCluster(context, editor),
    );
    for (const command of ['Debug: Start Debugging', 'Debug: Start Without Debugging']) {
      await context.test(`dialogs, after ${command}`, () =>
        answerDialogs(editor.page, server, command),
      );
    }
    await context.test('whether a page is left that has unsaved changes', async (subtest) => {
      await writePage(folder, unsaved);
      await leaveUnsaved(subtest, editor, server);
    });
    await context.test('where the trace of the window is saved', () =>
      keepTrace(context, editor.page),
    );
    await context.test('where the sample is created, which the window then opens', () =>
      openSample(context, editor.page),
    );
    assert.deepEqual(await editor.close(), []);
  },
);

/** Cancels leaving the page first, and then leaves it. */
async function leaveUnsaved(
  context: TestContext,
  editor: Editor,
  server: StaticServer,
): Promise<void> {
  const { page } = editor;
  await runCommand(page, 'Debug: Start Debugging');
  const answers: readonly string[] = ['Cancel', 'Leave'];
  for (const [index, answer] of answers.entries()) {
    await pollUntil('the page is open', 60_000, () => isRequested(server, '/opened'));
    await clickPage(context, await devToolsPort(editor), server.url);
    const { host } = new URL(server.url);
    const asked = modal(page, `Leave ${host}?`, 'Changes you made may not be saved.');
    assert.equal(isRequested(server, '/left.html'), false);
    await asked.button(answer).click();
    // The page reports that it is still there.
    if (index === 0) await pollUntil('it stays', patience, () => isRequested(server, '/stays'));
  }
  await pollUntil('it is left', patience, () => isRequested(server, '/left.html'));
  await page.keyboard.press('Shift+F5');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
}

/** The port at which the browser of the window's session serves DevTools. */
async function devToolsPort({ folder }: Editor): Promise<number> {
  const temporary = join(folder, 'tmp');
  let profiles: readonly string[] = [];
  await pollUntil('the profiles of earlier sessions are removed', patience, async () => {
    const names = await readdir(temporary);
    profiles = names.filter((name) => name.startsWith('ide-session-browser-'));
    return profiles.length === 1;
  });
  const file = join(temporary, profiles[0] ?? '', 'DevToolsActivePort');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

function isRequested({ requests }: StaticServer, url: string): boolean {
  return requests.includes(url);
}

/** Clicks into the page as a user does: browsers ask only for pages that were used. */
async function clickPage(context: TestContext, port: number, url: string): Promise<void> {
  const version = await fetch(`http://127.0.0.1:${port}/json/version`);
  const { webSocketDebuggerUrl: uri } = (await version.json()) as { webSocketDebuggerUrl: string };
  const connection = await DevToolsConnection.open(uri, systemClock);
  afterTest(context, () => connection.dispose());
  const targets = await new PageTargets(connection).list();
  const targetId = targets.find((target) => target.url.startsWith(url))?.targetId;
  const attached = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = attached as { sessionId: string };
  for (const type of ['mousePressed', 'mouseReleased']) {
    const event = { type, x: 10, y: 10, button: 'left', clickCount: 1 };
    // While the page asks, it does not answer.
    connection.send('Input.dispatchMouseEvent', event, sessionId).catch(() => undefined);
  }
}

/**
 * Names a cluster in the settings of the machine: the window asks before it connects, again for another host
 * name, and not again for the same cluster.
 */
async function connectToCluster(context: TestContext, { folder, page }: Editor): Promise<void> {
  const { kubeconfig, requests, server } = await openCluster(context);
  const settings = join(folder, 'data', 'Machine', 'settings.json');
  const name = async (cluster: object): Promise<void> => {
    await writeFile(settings, JSON.stringify({ 'ideSessionHost.cluster': cluster }));
  };
  const text = `Run the sessions of the cluster at ${server}?`;
  const ask = (host: string) => modal(page, text, `usvc-dev.developer.microsoft.com/host=${host}`);
  await mkdir(dirname(settings), { recursive: true });
  // Opens the host.
  await runCommand(page, 'IDE Session: New Terminal for a Controller');
  await name({ kubeconfig, hostName: 'desk' });
  await ask('desk').button('Cancel').click();
  assert.equal(requests.length, 0);
  await name({ kubeconfig, hostName: 'table' });
  await ask('table').button('Connect').click();
  await pollUntil('the sessions are listed', patience, () => requests.length > 0);
  const before = requests.length;
  await name({ kubeconfig, hostName: 'table', context: 'one' });
  await pollUntil('the sessions are listed again', patience, () => requests.length > before);
  assert.match(requests[0] ?? '', /^\/apis\/usvc-dev\.developer\.microsoft\.com\/v1\/idesessions/);
  await name({});
}

/** A cluster without sessions, and its kubeconfig. */
async function openCluster(context: TestContext) {
  const requests: string[] = [];
  const http = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('Content-Type', 'application/json');
    // A watch stays open.
    if (request.url?.includes('watch=')) return response.flushHeaders();
    response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] }));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  afterTest(context, () => {
    http.closeAllConnections();
    http.close();
  });
  const server = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const kubeconfig = join(await temporaryFolder(context), 'kubeconfig');
  const config = {
    'current-context': 'one',
    clusters: [{ name: 'one', cluster: { server } }],
    contexts: [{ name: 'one', context: { cluster: 'one' } }],
  };
  await writeFile(kubeconfig, JSON.stringify(config));
  return { kubeconfig, requests, server };
}

/** Starts the page by a command, answers its dialogs and stops it. */
async function answerDialogs(page: Page, server: StaticServer, command: string): Promise<void> {
  const isAnswer = (url: string): boolean => url === '/answers?true,false,somebody';
  const before = server.requests.filter(isAnswer).length;
  await runCommand(page, command);

  const { host } = new URL(server.url);
  await modal(page, `${host} says`, 'First').button('OK').click();
  await modal(page, `${host} says`, 'Second').button('OK').click();
  await modal(page, `${host} says`, 'Third').button('Cancel').click();
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  assert.equal(await input.inputValue(), 'some');
  // Pressed there, since the editor may not have moved the focus yet.
  for (const key of ['End', 'b', 'o', 'd', 'y', 'Enter']) await input.press(key);
  await pollUntil(
    'the page has its answers',
    patience,
    () => server.requests.filter(isAnswer).length === before + 1,
  );

  await page.keyboard.press('Shift+F5');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
}

async function writePage(folder: string, html: string): Promise<void> {
  await writeFile(join(folder, 'index.html'), html);
}

/** Opens a window whose launch.json has this address. */
async function openWindow(context: TestContext, url: string): Promise<Editor> {
  const workspace = await temporaryFolder(context);
  await mkdir(join(workspace, '.vscode'));
  const configuration = { type: 'ide-session', request: 'attach', name: 'Page', url };
  const launch = { version: '0.2.0', configurations: [configuration] };
  await writeFile(join(workspace, '.vscode', 'launch.json'), JSON.stringify(launch));
  const settings = { 'ideSessionHost.blazor.headless': 'always' };
  const editor = await startEditor({
    packages: [packagedExtension],
    workspace,
    settings,
    environment: buildEnvironment,
  });
  afterTest(context, async () => void (await editor.close()));
  return editor;
}

/** The modal message with these texts. */
function modal(page: Page, text: string, detail: string): { button(label: string): Locator } {
  const box = page.locator('.monaco-dialog-box', { hasText: text }).filter({ hasText: detail });
  return { button: (label) => box.locator('.monaco-button', { hasText: label }) };
}
