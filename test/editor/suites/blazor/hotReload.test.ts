import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { goOn, pressStop } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { removeBreakpoints } from '../workspace.ts';
import { bound, clickOnceIdle, movedTo } from './client.ts';
import { useBlazor } from './fixture.ts';
import { firstVersion, type HotEdit, hotEdits } from './hotEdits.ts';
import { frameOf, inPage, ready, watch } from './stops.ts';

const edits = Number(process.env['HOT_EDITS'] ?? 10);
const greeting = 'Console.WriteLine("started with a change"); ';
const seed = Number(process.env['HOT_SEED'] ?? 21);

describe('A saved change with hot reload', () => {
  const fixture = useBlazor();
  let original: string;

  const setHotReload = (value: string | undefined) =>
    vscode.workspace
      .getConfiguration('ideSessionHost')
      .update('hotReload', value, vscode.ConfigurationTarget.Global);

  before(async () => {
    original = await readFile(fixture.client.path('Calc.cs'), 'utf8');
    await fixture.client.rewrite('Calc.cs', firstVersion);
  });
  after(async () => {
    await setHotReload(undefined);
    await rm(fixture.client.path('Added.cs'), { force: true });
    await fixture.client.rewrite('Calc.cs', original);
  });

  it('runs in the page without a restart, and breakpoints stop in the changed method', async function () {
    this.timeout(600_000 + edits * 30_000);
    const { client, view } = fixture;
    const breakpoint = await client.breakAt('Calc.cs', 'return sum');
    const root = await client.start(view);
    const page = await view.page(root);
    await ready(view, page);
    await bound(view, page, breakpoint);
    await view.says('Hot reload is ready');
    assert.doesNotMatch(view.console, /Hot reload is starting/);

    await client.edit(
      'Calc.cs',
      'var sum = a + b;',
      'var more = b + 9;\n        var sum = a + more;',
    );
    // The first change also compiles the compiler, and starts it.
    await view.says(/Changes applied in \d+\.\d s/, 400_000);
    await ask({ do: 'read status bar', text: 'Changes applied in' });
    // The editor tells debuggers of a moved breakpoint when it notices that the file on disk has changed.
    await movedTo(await client.lineOf('Calc.cs', 'return sum'), view, page, breakpoint);
    await clickOnceIdle(view, page, 'inc');
    const stop = await view.stop(page);
    const frame = await frameOf(stop);
    assert.equal(frame.place, await client.place('Calc.cs', 'return sum'));
    assert.equal(await watch(stop, frame, 'more'), '10');
    await goOn(stop);
    await view.says('count is 10');
    removeBreakpoints();

    const made = hotEdits(edits, seed);
    for (const edit of made) await make(edit, page);

    view.forget();
    const last = made.findLast(({ result }) => 'says' in result)?.text ?? '';
    await writeFile(
      client.path('Added.cs'),
      'static class Added { public static int One => 1000; }',
    );
    await client.rewrite('Calc.cs', last.replace('a + b', 'a + b + Added.One'));
    await view.says(/Changes applied in \d+\.\d s/);
    await clickOnceIdle(view, page, 'inc');
    await view.says(/count is 1\d\d\d/);

    if (edits > 10) await changeEntryPoint(page);

    view.forget();
    await setHotReload('manual');
    await client.rewrite('Calc.cs', last.replace('a + b', 'a + b + 3 * Added.One'));
    await ask({ do: 'run command', title: 'IDE Session: Apply Changes' });
    await view.says(/Changes applied in \d+\.\d s/);
    await clickOnceIdle(view, page, 'inc');
    await view.says(/count is 4\d\d\d/);
    await pressStop(root);
  });

  /** Changes code that runs only once, and loads the page again if that runs it. */
  async function changeEntryPoint(page: vscode.DebugSession): Promise<void> {
    const { client, view } = fixture;
    view.forget();
    await client.edit('Program.cs', 'var builder', `${greeting}var builder`);
    await view.says(/Changes applied in \d+\.\d s\. (Reload the page to run|Those in code that)/);
    if (view.console.includes('Reload the page')) {
      await inPage(page, 'location.reload()');
      await view.says('started with a change');
      await view.says('Hot reload is ready');
    }
    view.forget();
    await client.edit('Program.cs', greeting, '');
    await view.says(/Changes applied in/);
  }

  /** Makes an edit, and waits until the page shows it or the user is told why not. */
  async function make({ kind, result, text }: HotEdit, page: vscode.DebugSession): Promise<void> {
    const { client, view } = fixture;
    view.forget();
    await client.rewrite('Calc.cs', text);
    try {
      if ('told' in result) return await view.says(result.told);
      await view.says(/Changes applied in \d+\.\d s/);
      await clickOnceIdle(view, page, 'inc');
      await view.says(result.says);
    } catch (error) {
      throw new Error(`The result of an edit is missing: ${kind}\n${text}`, { cause: error });
    }
  }
});
