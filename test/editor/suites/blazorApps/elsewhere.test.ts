import { apps } from '../../appFolders.ts';
import { Client } from '../blazor/client.ts';
import { inPage } from '../blazor/stops.ts';
import { pressStop } from '../debugView.ts';
import { boundIn, explained, holds, stopsAt, useApps } from './scene.ts';

describe('A breakpoint in C# that does not run in the page', () => {
  const scene = useApps();

  it('says that an app in Auto mode still runs on the server, and stops after a reload', async () => {
    const { view } = scene;
    const client = new Client(apps.autoClient);
    const before = { client, file: 'Adder.razor', text: 'var before' };
    const breakpoint = await client.breakAt(before.file, before.text);
    const root = await new Client(apps.auto).start(view);
    const page = await view.page(root);
    await explained(view, root, breakpoint, 'components run on the server');
    const isDownloaded = `Object.keys(localStorage).some((key) => key.startsWith('blazor-resource-hash'))`;
    await holds(view, page, isDownloaded);
    await inPage(page, 'location.reload()').catch(() => undefined);
    await boundIn(view, page, breakpoint);
    await stopsAt(view, page, before);
    await pressStop(root);
  });

  it('says that the app runs in a frame, and what to open', async () => {
    const { view } = scene;
    const client = new Client(apps.shop);
    const breakpoint = await client.breakAt('Calc.cs', 'var sum');
    const address = await client.address();
    const root = await client.start(view, { url: `${address}/frame.html` });
    await explained(view, root, breakpoint, `runs in an iframe`);
    await pressStop(root);
  });
});
