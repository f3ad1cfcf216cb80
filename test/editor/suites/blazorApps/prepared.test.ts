import assert from 'node:assert/strict';
import os from 'node:os';
import * as vscode from 'vscode';
import { apps } from '../../workspaces/appFolders.ts';
import { Client } from '../blazor/client.ts';
import { browserOn } from '../blazor/leftovers.ts';
import { inPage } from '../blazor/stops.ts';
import { pressStop } from '../debugView.ts';
import { boundIn, stopsAt, useApps } from './fixture.ts';

describe('A Blazor Web App whose server may be started ahead', () => {
  const fixture = useApps();
  const { loadavg } = os;

  const set = (name: string, value: unknown) =>
    vscode.workspace
      .getConfiguration('ideSessionHost')
      .update(name, value, vscode.ConfigurationTarget.Workspace);

  before(async () => {
    // Nothing is prepared while the machine is busy, as it is with tests.
    os.loadavg = () => [0, 0, 0];
    await set('prebuildServers', true);
    await set('prebuilds', [apps.web]);
  });
  after(async () => {
    os.loadavg = loadavg;
    await set('prebuildServers', undefined);
  });

  it('has its page ready', async function () {
    this.timeout(600_000);
    const { view } = fixture;
    const server = new Client(apps.web);
    const client = new Client(apps.webClient);
    const before = { client, file: 'Adder.razor', text: 'var before' };
    const breakpoint = await client.breakAt(before.file, before.text);
    const first = await server.start(view);
    const firstPage = await view.page(first);
    await boundIn(view, firstPage, breakpoint);
    await stopsAt(view, firstPage, before);
    await pressStop(first);
    await view.ended();

    const prepared = await browserOn(view, await server.address());
    const begun = Date.now();
    const root = await server.start(view);
    const page = await view.page(root);
    await boundIn(view, page, breakpoint);
    assert.equal((await browserOn(view, await server.address())).pid, prepared.pid);
    assert.ok(Number(await inPage(page, 'performance.timeOrigin')) < begun);
    await stopsAt(view, page, before);
    await set('prebuilds', undefined);
    await pressStop(root);
  });
});
