import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { click, Client } from '../blazor/client.ts';
import { startedProcesses } from '../blazor/leftovers.ts';
import { frameOf } from '../blazor/stops.ts';
import { ask } from '../pageDriver.ts';
import { connectedController } from '../controllers.ts';
import { goOn } from '../debugView.ts';
import { file, isRunning, removeBreakpoints } from '../workspace.ts';
import { clickInto, request, told, useFixture, useStaticServer } from './fixture.ts';

const proxies = () =>
  startedProcesses().filter(({ commandLine }) => commandLine.includes('BrowserDebugHost'));

describe("A controller's page of a client on a plain server", () => {
  const fixture = useFixture();
  const server = useStaticServer(() => file('served'));

  /** The page of a controller's session. */
  async function pageOf({ instanceId }: { instanceId: string }): Promise<vscode.DebugSession> {
    const root = await fixture.view.until(`the session of ${instanceId}`, () =>
      fixture.view.sessions.find(
        ({ parentSession }) => parentSession?.name === `Controller ${instanceId}`,
      ),
    );
    return fixture.view.page(root);
  }

  const browser = (web_root: string, more: object = {}) =>
    request({ type: 'browser', url: server.url, web_root, ...more });

  it("binds C# and JavaScript with the client's project, in an installed browser", async () => {
    const { client, controller, view } = fixture;
    const sum = await client.breakAt('Calc.cs', 'var sum');
    const title = await client.breakAt('wwwroot/greeting.js', 'document.title');
    const session = await controller.runSession(browser(client.project, { browser: 'msedge' }));
    const page = await pageOf(controller);
    const inCSharp = await clickInto(view, page, sum);
    const place = await client.place('Calc.cs', 'var sum');
    assert.equal((await frameOf(inCSharp)).place, place);
    await goOn(inCSharp);
    const inScript = await clickInto(view, page, title, 'greet');
    assert.equal((await frameOf(inScript)).path, client.path('wwwroot/greeting.js'));
    assert.equal(proxies().length, 1);

    const pid = await session.started;
    const shown = startedProcesses().find((one) => one.pid === pid);
    assert.match(shown?.commandLine ?? '', /--user-data-dir=/);
    const substituted = /Opening the page in chrom\w+, because msedge is not installed/;
    assert.ok(session.messages.some(({ message }) => substituted.test(message)));
    assert.equal(await controller.stopSession(session.id), 200);
    assert.ok(!isRunning(pid));
    assert.equal(session.starts, 1);
  });

  // For blazorF5.long.test.ts: the first change compiles the compiler, and starts it.
  if (process.env['TAKES_CHANGES'] !== undefined) {
    it('takes changes of a client that others build and serve', async function () {
      this.timeout(600_000);
      const { client, controller, view } = fixture;
      const sum = await client.breakAt('Calc.cs', 'var sum');
      const session = await controller.runSession(browser(client.project));
      const page = await pageOf(controller);
      await goOn(await clickInto(view, page, sum));
      removeBreakpoints();
      await client.edit('Calc.cs', 'var sum = a + b;', 'var sum = a + b + 100;');
      await view.says(
        /Changes applied in|No hot reload|Restart the session|Build the app/,
        400_000,
      );
      await ask({ do: 'read status bar', text: 'Changes applied in' });
      click(page, 'inc');
      await view.says(/count is 1\d\d/);
      await client.edit('Calc.cs', 'var sum = a + b + 100;', 'var sum = a + b;');
      await controller.stopSession(session.id);
    });
  }

  it("binds C# with the client's folder and with the server's project, for two controllers at once", async () => {
    const { client, controller, view } = fixture;
    const other = await connectedController();
    const sum = await client.breakAt('Calc.cs', 'var sum');
    const sessions = [
      await controller.runSession(browser(client.folder)),
      await other.runSession(browser(new Client('Host').project)),
    ] as const;
    const pages = [await pageOf(controller), await pageOf(other)] as const;
    for (const page of pages) await goOn(await clickInto(view, page, sum));
    assert.equal(proxies().length, 2);
    await controller.stopSession(sessions[0].id);
    const stop = await clickInto(view, pages[1], sum);
    assert.equal((await frameOf(stop)).place, await client.place('Calc.cs', 'var sum'));
    await other.stopSession(sessions[1].id);
    assert.deepEqual(sessions.map(told), [[], []]);
    other.assertClean();
    await other.disconnect();
  });
});

describe("A controller's page of a WebAssembly app without Blazor", () => {
  const fixture = useFixture();
  const server = useStaticServer(() => file('PlainApp/bin/Debug/net10.0/wwwroot'));

  it('binds C#', async () => {
    const { controller, view } = fixture;
    const app = new Client('PlainApp');
    await app.breakAt('Program.cs', 'value * 2');
    const session = await controller.runSession(
      request({ type: 'browser', url: server.url, web_root: app.project, browser: 'chrome' }),
    );
    const stop = await view.stop();
    assert.equal((await frameOf(stop)).place, await app.place('Program.cs', 'value * 2'));
    await controller.stopSession(session.id);
  });
});

describe('Any other page of a controller', () => {
  const fixture = useFixture();
  const server = useStaticServer(() => file('Page'));

  it('binds JavaScript without a debug proxy, and ends when its browser is closed', async () => {
    const { controller, view } = fixture;
    const before = proxies();
    const page = new Client('Page');
    await page.breakAt('page.js', 'return question');
    const session = await controller.runSession(
      request({ type: 'browser', url: server.url, web_root: page.folder }),
    );
    const stop = await view.stop();
    const { path, place } = await frameOf(stop);
    assert.equal(path, page.path('page.js'));
    assert.equal(place, await page.place('page.js', 'return question'));
    assert.deepEqual(proxies(), before);
    removeBreakpoints();
    await goOn(stop);
    const pid = await session.started;
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGTERM');
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
    assert.deepEqual(told(session), []);
  });
});
