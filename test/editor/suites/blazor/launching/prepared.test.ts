import assert from 'node:assert/strict';
import os from 'node:os';
import * as vscode from 'vscode';
import { goOn, pressStop } from '../../debugView.ts';
import { click } from '../client.ts';
import { useBlazor } from '../fixture.ts';
import { browserOn, showsTitle } from '../leftovers.ts';
import { frameOf, inPage, ready, watch } from '../stops.ts';

describe('A client that is kept prepared', () => {
  const fixture = useBlazor();
  const { loadavg } = os;

  const setPrebuilds = (value: readonly string[] | undefined) =>
    vscode.workspace
      .getConfiguration('ideSessionHost')
      .update('prebuilds', value, vscode.ConfigurationTarget.Workspace);

  before(async () => {
    // Nothing is prepared while the machine is busy, as it is with tests.
    os.loadavg = () => [0, 0, 0];
    await setPrebuilds(['BlazorApp']);
  });
  after(() => {
    os.loadavg = loadavg;
  });

  it('has its page ready, and stops at the start of its app', async function () {
    this.timeout(600_000);
    const { client, view } = fixture;
    const address = await client.address();
    const start = await client.place('Program.cs', 'var builder');
    const atStart = await client.breakAt('Program.cs', 'var builder');
    await client.breakAt('Calc.cs', 'return sum');
    const first = await client.start(view);
    assert.equal((await frameOf(await view.stop())).place, start);
    await pressStop(first);
    await view.ended();

    for (const round of ['stopped at the start', 'started', 'with a new breakpoint'] as const) {
      const prepared = await browserOn(view, address);
      // The app gives the page another title, which it has before the debugger starts.
      if (round === 'started') await showsTitle(view, prepared, 'Home');
      // The debugger tells of this breakpoint only when it starts, after the page was loaded.
      if (round === 'with a new breakpoint') vscode.debug.addBreakpoints([atStart]);
      const begun = Date.now();
      const root = await client.start(view);
      if (round !== 'started') {
        const stop = await view.stop();
        assert.equal((await frameOf(stop)).place, start);
        await goOn(stop);
      }
      const page = await view.page(root);
      await ready(view, page);
      if (round !== 'with a new breakpoint') {
        // It was not loaded again.
        assert.equal((await browserOn(view, address)).pid, prepared.pid);
        assert.ok(Number(await inPage(page, 'performance.timeOrigin')) < begun);
      }
      click(page, 'inc');
      const clicked = await view.stop(page);
      const frame = await frameOf(clicked);
      assert.equal(frame.place, await client.place('Calc.cs', 'return sum'));
      assert.match(await watch(clicked, frame, 'sum'), /^\d+$/);
      await goOn(clicked);
      vscode.debug.removeBreakpoints([atStart]);
      if (round === 'with a new breakpoint') await setPrebuilds(undefined);
      await pressStop(root);
      await view.ended();
    }
  });
});
