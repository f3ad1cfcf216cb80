import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { startHttpProxy } from '../../../../tools/fixtures/web/httpProxy.ts';
import { processesInUse, type Started, startedProcesses } from '../blazor/leftovers.ts';
import { frameOf } from '../blazor/stops.ts';
import { pressRestart } from '../debugView.ts';
import { isRunning } from '../workspace.ts';
import { addressOf, clickInto, request, rootOf, told, useFixture } from './fixture.ts';

const buildLimit = 240_000;

describe("A controller's Blazor client", () => {
  const fixture = useFixture();

  const project = (more: object = {}) => ({
    type: 'project',
    project_path: fixture.client.project,
    ...more,
  });

  /** Clicks, and stops at the resulting breakpoint. */
  async function stopsAtSum(
    page: vscode.DebugSession,
    breakpoint: vscode.Breakpoint,
  ): Promise<void> {
    const { client, view } = fixture;
    const { place } = await frameOf(await clickInto(view, page, breakpoint));
    assert.equal(place, await client.place('Calc.cs', 'var sum'));
  }

  it('stops at a breakpoint in C#, reports its build and its server, and ends completely', async () => {
    const { client, controller, view } = fixture;
    const sum = await client.breakAt('Calc.cs', 'var sum');
    const session = await controller.runSession(request(project()));
    const page = await view.page(await rootOf(view, 'BlazorApp'));
    await stopsAtSum(page, sum);

    const pid = await session.started;
    const server = startedProcesses().find((one) => one.pid === pid);
    assert.match(server?.commandLine ?? '', /blazor-devserver/);
    const address = await addressOf(session);
    assert.match(await (await fetch(address)).text(), /blazor\.webassembly\.js/);
    assert.ok(session.messages.some(({ message }) => /BlazorApp -> /.test(message)));
    assert.deepEqual(told(session), []);

    assert.equal(await controller.stopSession(session.id), 200);
    assert.deepEqual(await session.terminated, { exitCode: 0 });
    assert.equal(session.starts, 1);
    assert.ok(!isRunning(pid));
    await assert.rejects(fetch(address));
  });

  it('keeps its session when the toolbar restarts it, and reports the new pid', async () => {
    const { client, controller, view } = fixture;
    const sum = await client.breakAt('Calc.cs', 'var sum');
    const session = await controller.runSession(request(project({ launch_profile: 'http' })));
    const root = await rootOf(view, 'BlazorApp');
    const former = await view.page(root);
    // A page may exist before its server.
    const before = await session.started;
    await pressRestart(root);
    const pid = await session.restarted(1, buildLimit);
    assert.notEqual(pid, before);
    assert.ok(isRunning(pid) && !isRunning(before));
    await stopsAtSum(await view.page(root, former), sum);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminated, { exitCode: 0 });
    assert.equal(session.starts, 2);
  });

  it('is opened at the public address that its controller has given it', async () => {
    const { client, controller, view } = fixture;
    const sum = await client.breakAt('Calc.cs', 'var sum');
    let inner: string | undefined;
    const proxy = await startHttpProxy(await client.address('http'), () => inner);
    const addressed = { env: [{ name: 'ASPNETCORE_URLS', value: 'http://127.0.0.1:0' }] };
    try {
      const session = await controller.runSession(
        request(project({ launch_profile: 'http' }), addressed),
      );
      inner = await addressOf(session);
      await stopsAtSum(await view.page(await rootOf(view, 'BlazorApp')), sum);
      assert.deepEqual(proxy.navigations, ['/']);
      assert.deepEqual(told(session), []);
      await controller.stopSession(session.id);
      await session.terminated;
    } finally {
      await proxy.close();
    }
  });

  it('is served without a browser in mode NoDebug, with its profile and its variables', async () => {
    const { client, controller, view } = fixture;
    const addressed = { env: [{ name: 'ASPNETCORE_URLS', value: 'http://127.0.0.1:0' }] };
    const mode = 'NoDebug';
    const sessions = await Promise.all([
      controller.runSession(request(project({ mode, launch_profile: 'other' }))),
      controller.runSession(
        request(project({ mode, launch_profile: 'http', disable_launch_profile: true })),
      ),
      controller.runSession(request(project({ mode, launch_profile: 'http' }), addressed)),
    ]);
    const [named, ...others] = await Promise.all(sessions.map(addressOf));
    const profiles = [await client.address('http'), await client.address('other')];
    assert.equal(named, profiles[1]);
    for (const address of others) assert.ok(!profiles.includes(address), address);
    for (const session of sessions) assert.deepEqual(told(session), []);
    // The window may be starting a browser for the next session, which is told apart by its empty page.
    await view.untilAnswered('no browser of these sessions', async () => {
      const isBrowser = ({ commandLine }: Started) => /--user-data-dir/.test(commandLine);
      return (await processesInUse()).some(isBrowser) ? undefined : true;
    });
    await Promise.all(sessions.map(({ id }) => controller.stopSession(id)));
    for (const session of sessions) assert.deepEqual(await session.terminated, { exitCode: 0 });
  });

  it("that doesn't compile ends with the compiler errors", async () => {
    const { client, controller } = fixture;
    // In the editor, which shows the file where it has stopped, and notices changes on disk only later.
    await client.edit('Calc.cs', 'return sum;', 'return summe;');
    try {
      const session = await controller.runSession(request(project()));
      assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 1 });
      const [failure, ...more] = session.messages.filter(({ level }) => level === 'error');
      assert.deepEqual(more, []);
      assert.equal(failure?.code, 'BuildFailed');
      const line = await client.lineOf('Calc.cs', 'return summe');
      assert.match(failure.message, new RegExp(`Calc\\.cs\\D+${line}\\b.*CS0103.*summe`));
      assert.equal(session.starts, 0);
    } finally {
      await client.edit('Calc.cs', 'return summe;', 'return sum;');
    }
  });
});
