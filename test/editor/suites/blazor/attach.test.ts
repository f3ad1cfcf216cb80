import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Page } from '../../../../src/browser/page/page.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { type Browser, startBrowser } from '../../../../src/browser/program/browserProcess.ts';
import { browserOptions, browserPlan } from '../../../../tools/fixtures/web/browsers.ts';
import { untilValue } from '../../../../tools/fixtures/web/pageValue.ts';
import { goOn, pressRestart, pressStop } from '../debugView.ts';
import { bound, click } from './client.ts';
import { type DevServer, startDevServer } from './devServer.ts';
import { useBlazor } from './fixture.ts';
import { frameOf, ready } from './stops.ts';

describe('A session that is attached to a running client', () => {
  let server: DevServer;
  let browser: Browser | undefined;
  // Before the fixture checks for leftovers.
  afterEach(() => browser?.close());
  const fixture = useBlazor();

  before(async () => {
    server = await startDevServer(fixture.client);
  });
  after(() => server.close());

  const attach = (more: object = {}) => ({
    request: 'attach',
    name: 'Attach',
    url: server.url,
    ...more,
  });

  /** Stops at startup and after a click, and ends the session. */
  async function stopsEverywhere(root: vscode.DebugSession): Promise<void> {
    const { client, view } = fixture;
    const startup = await view.stop();
    assert.equal((await frameOf(startup)).place, await client.place('Program.cs', 'var builder'));
    await goOn(startup);
    const page = await view.page(root);
    await ready(view, page);
    click(page, 'inc');
    const stop = await view.stop(page);
    assert.equal((await frameOf(stop)).place, await client.place('Calc.cs', 'var sum'));
    await pressStop(root);
    await view.ended();
    assert.ok((await fetch(server.url)).ok, 'the server has ended with the session');
  }

  it('opens its page in a browser, stops in C# and does not affect its server', async () => {
    const { client, view } = fixture;
    await client.breakAt('Program.cs', 'var builder');
    await client.breakAt('Calc.cs', 'var sum');
    await stopsEverywhere(await client.start(view, attach()));
  });

  it('attaches to the page of a browser, stops in C# after a reload and keeps the browser open', async () => {
    const { client, view } = fixture;
    const opened = await startBrowser(await browserPlan(), browserOptions());
    browser = opened;
    const shown = await Page.first(opened.pages, systemClock);
    await shown.navigate(server.url);
    await client.breakAt('Program.cs', 'var builder');
    const clicked = await client.breakAt('Calc.cs', 'var sum');
    await stopsEverywhere(await client.start(view, attach({ port: opened.devToolsPort })));
    assert.ok(opened.pages.all.some(({ url }) => url.startsWith(server.url)));

    // What it shows is kept, and only a restart loads it again.
    await untilValue(shown, 'globalThis.marked = true', true);
    const again = await client.start(view, attach({ port: opened.devToolsPort }));
    const page = await view.page(again);
    await ready(view, page);
    await bound(view, page, clicked);
    click(page, 'inc');
    const stop = await view.stop(page);
    assert.equal((await frameOf(stop)).place, await client.place('Calc.cs', 'var sum'));
    await goOn(stop);
    await untilValue(shown, 'globalThis.marked', true);
    await pressRestart(again);
    const startup = await view.stop();
    assert.equal((await frameOf(startup)).place, await client.place('Program.cs', 'var builder'));
    await goOn(startup);
    await pressStop(again);
    await view.ended();
  });
});
