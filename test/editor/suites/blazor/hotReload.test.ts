import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { goOn, pressStop } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { bound, click, movedTo } from './client.ts';
import { useBlazor } from './fixture.ts';
import { frameOf, ready, watch } from './stops.ts';

describe('A saved change with hot reload', () => {
  const fixture = useBlazor();
  let original: string;

  const setHotReload = (value: string | undefined) =>
    vscode.workspace
      .getConfiguration('ideSessionHost')
      .update('hotReload', value, vscode.ConfigurationTarget.Global);

  before(async () => {
    original = await readFile(fixture.client.path('Calc.cs'), 'utf8');
    await setHotReload('onSave');
  });
  after(async () => {
    await setHotReload(undefined);
    await fixture.client.rewrite('Calc.cs', original);
  });

  it('runs in the page without a restart, and breakpoints stop in the changed method', async () => {
    const { client, view } = fixture;
    const breakpoint = await client.breakAt('Calc.cs', 'return sum');
    const root = await client.start(view);
    const page = await view.page(root);
    await ready(view, page);
    await bound(view, page, breakpoint);
    await view.says('Hot reload is ready');

    await client.edit(
      'Calc.cs',
      'var sum = a + b;',
      'var more = b + 9;\n        var sum = a + more;',
    );
    await view.says(/Changes applied in \d+\.\d s/);
    await ask({ do: 'read status bar', text: 'Changes applied in' });
    // The editor tells debuggers of a moved breakpoint when it notices that the file on disk has changed.
    await movedTo(await client.lineOf('Calc.cs', 'return sum'), view, page, breakpoint);
    click(page, 'inc');
    const stop = await view.stop(page);
    const frame = await frameOf(stop);
    assert.equal(frame.place, await client.place('Calc.cs', 'return sum'));
    assert.equal(await watch(stop, frame, 'more'), '10');
    await goOn(stop);
    await view.says('count is 10');
    await pressStop(root);
  });
});
