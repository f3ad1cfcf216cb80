import assert from 'node:assert/strict';
import { goOn, pressStop } from '../../debugView.ts';
import { Client, click } from '../client.ts';
import { assertNothingLeft, startedProcesses } from '../leftovers.ts';
import { useBlazor } from '../fixture.ts';
import { frameOf, ready } from '../stops.ts';

const servers = () =>
  startedProcesses().filter(({ commandLine }) => commandLine.includes('blazor-devserver'));

describe('Two concurrent sessions', () => {
  const fixture = useBlazor();

  it('of one client share a server, and the other stays debugged when one ends', async () => {
    const { client, view } = fixture;
    await client.breakAt('Calc.cs', 'var sum');
    const roots = [
      await client.start(view, { name: 'first' }),
      await client.start(view, { name: 'second' }),
    ] as const;
    const pages = [await view.page(roots[0]), await view.page(roots[1])] as const;
    for (const page of pages) {
      await ready(view, page);
      click(page, 'inc');
      await goOn(await view.stop(page));
    }
    assert.equal(servers().length, 1);
    await pressStop(roots[0]);
    await view.ended(roots[0]);
    click(pages[1], 'inc');
    const stop = await view.stop(pages[1]);
    assert.equal((await frameOf(stop)).place, await client.place('Calc.cs', 'var sum'));
    await pressStop(roots[1]);
  });

  it('of two clients stop each in their own code', async () => {
    const { client, view } = fixture;
    const second = new Client(process.env['SECOND_CLIENT']);
    const clients = [client, second];
    for (const one of clients) await one.breakAt('Adder.razor', 'var before');
    const roots = await Promise.all(clients.map((one) => one.start(view)));
    const pages = await Promise.all(roots.map((root) => view.page(root)));
    await Promise.all(pages.map((page) => ready(view, page)));
    for (const page of pages) click(page, 'inc');
    for (const [index, page] of pages.entries()) {
      const stop = await view.stop(page);
      const { path } = await frameOf(stop);
      assert.equal(path, clients[index]?.path('Adder.razor'));
    }
    assert.equal(servers().length, 2);
    for (const root of roots) await pressStop(root);
    await view.ended();
    await assertNothingLeft([await second.address()]);
  });
});
