import { apps } from '../../appFolders.ts';
import { Client } from '../blazor/client.ts';
import { pressStop } from '../debugView.ts';
import { explained, useApps } from './scene.ts';

describe('A breakpoint in C# that does not run in the page', () => {
  const scene = useApps();

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
