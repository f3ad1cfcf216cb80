import assert from 'node:assert/strict';
import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { apps } from '../../workspaces/appFolders.ts';
import { Client } from '../blazor/client.ts';
import { startedProcesses } from '../blazor/leftovers.ts';
import { frameOf } from '../blazor/stops.ts';
import { goOn, pressStop } from '../debugView.ts';
import { boundIn, stopsAt, useApps } from './fixture.ts';

describe('F5 on a client for net11.0 without a dev server', () => {
  const fixture = useApps();

  it('serves it by the Gateway and stops in C#, with a restored debug proxy and the SDK of DOTNET_ROOT', async () => {
    const { view } = fixture;
    const client = new Client(apps.newest);
    await client.breakAt('Program.cs', 'var builder');
    const sum = await client.breakAt('Calc.cs', 'var sum');
    const root = await client.start(view);
    const startup = await view.stop();
    assert.equal((await frameOf(startup)).place, await client.place('Program.cs', 'var builder'));
    const started = (words: string) =>
      startedProcesses().find(({ commandLine }) => commandLine.includes(words));
    const server = started('blazor-gateway.dll --applicationpath');
    const proxy = started(`${process.env['XDG_CACHE_HOME']}/ide-session-host/debug-proxy/`);
    assert.match(proxy?.commandLine ?? '', /BrowserDebugHost\.dll/);
    // Both run with the SDK in DOTNET_ROOT, not with the one in the search path.
    const dotnet = join(process.env['DOTNET_ROOT'] ?? '', 'dotnet');
    for (const one of [server, proxy]) {
      assert.equal(await readlink(`/proc/${one?.pid}/exe`), dotnet, one?.commandLine);
    }
    await goOn(startup);
    const page = await view.page(root);
    await boundIn(view, page, sum);
    await stopsAt(view, page, { client, file: 'Calc.cs', text: 'var sum' });
    await pressStop(root);
  });
});
