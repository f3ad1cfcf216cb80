import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Client } from '../blazor/client.ts';
import { frameOf, inPage, ready } from '../blazor/stops.ts';
import { file } from '../workspace.ts';
import { addressOf, clickInto, request, rootOf, told, useFixture } from './fixture.ts';

describe('A project other than a client', () => {
  const fixture = useFixture();

  it('stops in the C# of the client that it serves', async () => {
    const { controller, view } = fixture;
    const server = new Client('Hosted/Hosted');
    const client = new Client('Hosted/Hosted.Client');
    const before = await client.breakAt('Adder.razor', 'var before');
    const session = await controller.runSession(
      request({ type: 'project', project_path: server.project, mode: 'Debug' }),
    );
    const page = await view.page(await rootOf(view, 'Hosted'));
    const { path, place } = await frameOf(await clickInto(view, page, before));
    assert.equal(path, client.path('Adder.razor'));
    assert.equal(place, await client.place('Adder.razor', 'var before'));
    const start = await (await fetch(await addressOf(session))).text();
    assert.match(start, /Hello, world!/);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminated, { exitCode: 0 });
  });

  it('stops in the C# of a client in Auto mode once the client renders the page', async () => {
    const { controller, view } = fixture;
    const client = new Client('Auto/Auto.Client');
    const before = await client.breakAt('Adder.razor', 'var before');
    const session = await controller.runSession(
      request({ type: 'project', project_path: new Client('Auto/Auto').project, mode: 'Debug' }),
    );
    const page = await view.page(await rootOf(view, 'Auto'));
    await ready(view, page);
    const holds = async (expression: string): Promise<true | undefined> =>
      (await inPage(page, expression).catch(() => '')) === 'true' || undefined;
    // The server renders the first visit, while the browser downloads the client.
    const isDownloaded = `Object.keys(localStorage).some((key) => key.startsWith('blazor-resource-hash'))`;
    await view.untilAnswered('the downloaded client', () => holds(isDownloaded));
    await inPage(page, 'location.reload()').catch(() => undefined);
    const isClients = `document.querySelector('#inc:enabled')?.dataset.runsIn === 'browser'`;
    await view.untilAnswered('the page rendered by the client', () => holds(isClients));
    const { place } = await frameOf(await clickInto(view, page, before));
    assert.equal(place, await client.place('Adder.razor', 'var before'));
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminated, { exitCode: 0 });
  });

  it('runs as a process if it is a program and no debugger for it is installed, and says so', async () => {
    const { controller } = fixture;
    const session = await controller.runSession(
      request(
        { type: 'project', project_path: file('Tool/Tool.csproj') },
        { args: ['one', 'two words'], env: [{ name: 'GREETING', value: 'hello' }] },
      ),
    );
    assert.deepEqual(await session.terminatedWithin(240_000), { exitCode: 3 });
    assert.equal(session.stdout, 'one|two words\n');
    assert.equal(session.stderr, 'hello\n');
    assert.equal(session.pids.length, 1);
    assert.deepEqual(told(session), [
      'Tool runs without a debugger: no extension that debugs coreclr is installed.',
    ]);
  });

  it('connects to this window if it is a controller that its user starts', async () => {
    const { view } = fixture;
    const names = ['DEBUG_SESSION_PORT', 'DEBUG_SESSION_TOKEN', 'DCP_INSTANCE_ID_PREFIX'];
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      type: 'ide-session',
      request: 'launch',
      name: 'My controller',
      controller: file('Tool/Tool.csproj'),
      args: ['variables', ...names],
    });
    await view.says(names.map((name) => `${name} there`).join('\n'));
    await view.ended();
  });

  it('is refused if it is a library', async () => {
    const { controller } = fixture;
    const session = await controller.runSession(
      request({ type: 'project', project_path: file('Library/Library.csproj') }),
    );
    assert.deepEqual(await session.terminatedWithin(240_000), { exitCode: 1 });
    assert.deepEqual(
      session.messages.map(({ code, level }) => [level, code]),
      [['error', 'ProjectNotRunnable']],
    );
    assert.match(told(session)[0] ?? '', /Library is a library.*Start a project that uses it/);
  });
});
