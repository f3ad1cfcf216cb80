import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { apps } from '../../workspaces/appFolders.ts';
import { Client } from '../blazor/client.ts';
import { inPage } from '../blazor/stops.ts';
import { pressStop } from '../debugView.ts';
import { boundIn, goOnFrom, holds, stopsAt, useApps } from './fixture.ts';

describe('C# in a page of a client in a deep folder', () => {
  const fixture = useApps();

  it('stops in an assembly that is loaded later, where breakpoints were toggled, and when the page comes back', async () => {
    const { view } = fixture;
    const client = new Client(apps.shop);
    assert.ok(client.folder.length > 260, client.folder);
    const library = new Client(apps.visited);
    const visit = { client: library, file: 'Greeting.cs', text: 'return' };
    await library.breakAt(visit.file, visit.text);
    const sum = { client, file: 'Calc.cs', text: 'var sum' };
    const first = await client.breakAt(sum.file, sum.text);
    const startup = { client, file: 'Program.cs', text: 'var builder' };
    await client.breakAt(startup.file, startup.text);
    const root = await client.start(view);
    const page = await view.page(root);
    await goOnFrom(view, page, startup);
    await boundIn(view, page, first);
    await stopsAt(view, page, visit, 'visit');

    let toggled = first;
    for (let round = 0; round < 8; round++) {
      vscode.debug.removeBreakpoints([toggled]);
      toggled = await client.breakAt(sum.file, sum.text);
    }
    await boundIn(view, page, toggled);
    await stopsAt(view, page, sum);

    await inPage(page, `location.href = 'about:blank'`).catch(() => undefined);
    await holds(view, page, `location.href === 'about:blank'`);
    const address = await client.address();
    await inPage(page, `location.href = '${address}/'`).catch(() => undefined);
    await goOnFrom(view, page, startup);
    await boundIn(view, page, toggled);
    await stopsAt(view, page, sum);
    await stopsAt(view, page, visit, 'visit');
    await pressStop(root);
  });
});

describe('C# in a page of a Blazor Web App', () => {
  const fixture = useApps();

  it('stops although the page was left while its runtime started, and then runs a saved change', async function () {
    this.timeout(600_000);
    const { view } = fixture;
    const client = new Client(apps.webClient);
    const before = { client, file: 'Adder.razor', text: 'var before' };
    const breakpoint = await client.breakAt(before.file, before.text);
    const root = await new Client(apps.web).start(view);
    const page = await view.page(root);
    await boundIn(view, page, breakpoint);
    for (let round = 0; round < 5; round++) {
      await inPage(page, `location.href = '/?round=${round}'`).catch(() => undefined);
      const isStarting = `location.search === '?round=${round}'
        && performance.getEntriesByType('resource').some(({ name }) => /dotnet\\.runtime/.test(name))`;
      await holds(view, page, isStarting);
      await inPage(page, `location.href = '/?left=${round}'`).catch(() => undefined);
      await holds(view, page, `location.search === '?left=${round}'`);
      await boundIn(view, page, breakpoint);
      await stopsAt(view, page, before);
    }
    assert.doesNotMatch(view.console, /"method":|"error":/);

    await client.edit(before.file, 'var before = count;', 'var before = count + 100;');
    await view.says(/Changes applied in \d+\.\d s/, 400_000);
    await stopsAt(view, page, before);
    await view.says(/count is 10\d/);
    await pressStop(root);
  });
});
