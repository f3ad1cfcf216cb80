import { rm } from 'node:fs/promises';
import {
  type StaticServer,
  startStaticServer,
} from '../../../../tools/fixtures/web/staticServer.ts';
import { apps } from '../../workspaces/appFolders.ts';
import { Client } from '../blazor/client.ts';
import { inPage } from '../blazor/stops.ts';
import { pressStop } from '../debugView.ts';
import { file, withSetting } from '../workspace.ts';
import { explained, holds, useApps } from './fixture.ts';

describe('A breakpoint in C# of a published app', () => {
  let published: StaticServer | undefined;
  const fixture = useApps();

  afterEach(async () => {
    await published?.close();
    published = undefined;
    await rm(file('profile'), { recursive: true, force: true });
  });

  it('reports that published files are served, and later that a service worker still serves them', async () => {
    const { view } = fixture;
    const client = new Client(apps.offline);
    const breakpoint = await client.breakAt('Calc.cs', 'var sum');
    const { origin, port } = new URL(await client.address());
    published = await startStaticServer(file(apps.published), Number(port));
    await withSetting('ideSessionHost.blazor.browserProfile', file('profile'), async () => {
      const first = await client.start(view, { request: 'attach', url: `${origin}/` });
      await explained(view, first, breakpoint, 'The app serves published files');
      const page = await view.page(first);
      await inPage(page, 'navigator.serviceWorker.ready.then(() => (globalThis.isKept = true))');
      await holds(view, page, 'globalThis.isKept === true');
      await pressStop(first);
      await view.ended();
      await published?.close();
      published = undefined;

      view.forget();
      const second = await client.start(view);
      await explained(view, second, breakpoint, 'A service worker');
      await pressStop(second);
      await view.ended();
    });
  });
});
