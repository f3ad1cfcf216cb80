import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { goOn, pressRestart, pressStop } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { removeBreakpoints } from '../workspace.ts';
import { bound, click } from './client.ts';
import { useBlazor } from './fixture.ts';
import { frameOf, inPage, ready, watch } from './stops.ts';

describe('An edit of a client that is being debugged', () => {
  const fixture = useBlazor();
  let original: string;

  before(async () => {
    original = await readFile(fixture.client.path('Calc.cs'), 'utf8');
  });
  after(() => fixture.client.rewrite('Calc.cs', original));

  /** Clicks, stops at the breakpoint's current line, and continues. */
  async function stopsAtSum(page: vscode.DebugSession, count: string): Promise<void> {
    const { client, view } = fixture;
    const [breakpoint] = vscode.debug.breakpoints;
    assert.ok(breakpoint);
    await ready(view, page);
    await bound(view, page, breakpoint);
    click(page, 'inc');
    const stop = await view.stop(page);
    const frame = await frameOf(stop);
    assert.equal(frame.place, await client.place('Calc.cs', 'var sum'));
    assert.equal(await watch(stop, frame, 'a'), '0');
    await goOn(stop);
    await view.says(`count is ${count}`);
  }

  /**
   * Sets the breakpoint at its current line. The editor moves breakpoints of its user, but not
   * always an extension's.
   */
  async function breakAtSum(): Promise<void> {
    removeBreakpoints();
    await fixture.client.breakAt('Calc.cs', 'var sum');
  }

  it('runs after a restart from each toolbar and from the palette, and breakpoints follow it', async () => {
    const { client, view } = fixture;
    await client.show('Calc.cs');
    await breakAtSum();
    const root = await client.start(view);
    const first = await view.page(root);
    await stopsAtSum(first, '1');
    await inPage(first, `sessionStorage.tab = 'kept'`);

    await client.edit('Calc.cs', 'public static int', '// Another line.\n    public static int');
    await client.edit('Calc.cs', 'a + b', 'a + b + 10');
    await breakAtSum();
    await pressRestart(root);
    const second = await view.page(root, first);
    await stopsAtSum(second, '11');

    await client.edit('Calc.cs', '+ 10', '+ 20');
    await pressRestart(second);
    const third = await view.page(root, second);
    await stopsAtSum(third, '21');

    await client.edit('Calc.cs', '// Another', '// One more.\n    // Another');
    await client.edit('Calc.cs', '+ 20', '+ 30');
    await breakAtSum();
    await vscode.commands.executeCommand('ideSessionHost.restart');
    const fourth = await view.page(root, third);
    await stopsAtSum(fourth, '31');
    assert.equal(await inPage(fourth, 'sessionStorage.tab'), `'kept'`);
    await pressStop(root);
  });

  it('that does not compile ends its session with a message and in the Problems view, and starts when it is fixed', async () => {
    const { client, view } = fixture;
    const uri = vscode.Uri.file(client.path('Calc.cs'));
    const root = await client.start(view);
    await view.page(root);
    await client.edit('Calc.cs', 'return sum;', 'return summe;');
    await pressRestart(root);
    await view.ended();
    const failed = /BlazorApp\.csproj could not be built[^]*Calc\.cs\S*\d+[^]*CS0103[^]*summe/;
    const [message = ''] = await ask({ do: 'read notification', text: 'could not be built' });
    assert.match(message, failed);
    assert.match(view.console, failed);
    const found = vscode.languages.getDiagnostics(uri);
    const places = found.map(({ range, code }) => [range.start.line + 1, code]);
    assert.deepEqual(places, [[await client.lineOf('Calc.cs', 'summe'), 'CS0103']]);

    await client.edit('Calc.cs', 'return summe;', 'return sum;');
    await client.start(view);
    const stop = await client.breakAt('Program.cs', 'var builder').then(() => view.stop());
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    await pressStop(stop.session);
  });
});
