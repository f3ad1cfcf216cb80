import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apps, release } from '../../workspaces/appFolders.ts';
import { bound, Client, click } from '../blazor/client.ts';
import { inPage, ready } from '../blazor/stops.ts';
import { pressStop } from '../debugView.ts';
import { file } from '../workspace.ts';
import { boundIn, explained, goOnFrom, holds, shownAt, stopsAt, useApps } from './fixture.ts';

describe('A breakpoint in C# that does not run in the page', () => {
  const fixture = useApps();

  afterEach(() => rm(file(join(apps.auto, release)), { force: true }));

  it('reports that an app in Auto mode still runs on the server, even if it is bound, and stops after a reload', async () => {
    const { view } = fixture;
    const words = 'components run on the server';
    const client = new Client(apps.autoClient);
    const before = { client, file: 'Adder.razor', text: 'var before' };
    const breakpoint = await client.breakAt(before.file, before.text);
    const root = await new Client(apps.auto).start(view);
    const page = await view.page(root);
    await explained(view, root, breakpoint, words);

    await writeFile(file(join(apps.auto, release)), '');
    await boundIn(view, page, breakpoint);
    assert.equal(await inPage(page, `document.querySelector('#inc').dataset.runsIn`), `'server'`);
    await view.untilAnswered('the same message at the bound breakpoint', async () => {
      const { message, verified } = await shownAt(root, breakpoint);
      return verified && message.includes(words) ? true : undefined;
    });

    const isDownloaded = `Object.keys(localStorage).some((key) => key.startsWith('blazor-resource-hash'))`;
    await holds(view, page, isDownloaded);
    await inPage(page, 'location.reload()').catch(() => undefined);
    await holds(view, page, `document.querySelector('#inc:enabled')?.dataset.runsIn === 'browser'`);
    await bound(view, page, breakpoint);
    await stopsAt(view, page, before);
    await view.untilAnswered('no message at the breakpoint', async () =>
      (await shownAt(root, breakpoint)).message === '' ? true : undefined,
    );
    await pressStop(root);
  });

  it('reports that its assembly is loaded on demand, and stops there the first time', async () => {
    const { view } = fixture;
    const library = new Client(apps.visited);
    const visit = { client: library, file: 'Greeting.cs', text: 'return' };
    const breakpoint = await library.breakAt(visit.file, visit.text);
    const root = await new Client(apps.shop).start(view);
    const page = await view.page(root);
    await ready(view, page);
    await explained(
      view,
      root,
      breakpoint,
      'Visited is loaded on demand, and the app has not loaded it yet. The breakpoint binds when the app loads it.',
    );
    click(page, 'visit');
    await goOnFrom(view, page, visit);
    await bound(view, page, breakpoint);
    assert.equal((await shownAt(root, breakpoint)).message, '');
    await pressStop(root);
  });

  it('reports that the app runs in a frame, and what to open', async () => {
    const { view } = fixture;
    const client = new Client(apps.shop);
    const breakpoint = await client.breakAt('Calc.cs', 'var sum');
    const address = await client.address();
    const root = await client.start(view, { url: `${address}/frame.html` });
    await explained(view, root, breakpoint, `runs in an iframe`);
    await pressStop(root);
  });
});
