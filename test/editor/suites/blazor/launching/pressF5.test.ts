import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { goOn, pressStop } from '../../debugView.ts';
import { ask } from '../../pageDriver.ts';
import { click } from '../client.ts';
import { browserOn } from '../leftovers.ts';
import { useBlazor } from '../fixture.ts';
import { frameOf, inWebAssembly, ready, step, variablesOf, watch } from '../stops.ts';

describe('F5 in a folder with a Blazor client and no launch.json', () => {
  const fixture = useBlazor();

  it('stops where breakpoints were clicked: in Program.cs at startup, in markup, in C# and in JavaScript', async () => {
    const { client, view } = fixture;
    const clicks = [
      ['wwwroot/greeting.js', 'const text'],
      ['Calc.cs', 'var sum'],
      ['Program.cs', 'var builder'],
      ['Adder.razor', 'var before'],
    ] as const;
    for (const [name, text] of clicks) {
      await client.show(name);
      await ask({ do: 'click beside line', line: await client.lineOf(name, text) });
    }
    await view.until('breakpoints', () => vscode.debug.breakpoints.length === 4 || undefined);
    await ask({ do: 'press', key: 'F5' });

    const startup = await view.stop();
    assert.equal((await frameOf(startup)).place, await client.place('Program.cs', 'var builder'));
    const root = await view.root('Debug BlazorApp');
    assert.equal(root.type, 'ide-session');
    const [shown = ''] = await ask({ do: 'read status bar', text: 'BlazorApp' });
    assert.match(shown, /BlazorApp/);
    // Before the editor shows the stop, F5 does nothing.
    await view.until(
      'the shown stop',
      () => vscode.debug.activeStackItem?.session === startup.session || undefined,
    );
    await ask({ do: 'press', key: 'F5' });

    const page = await view.page(root);
    await ready(view, page);
    click(page, 'inc');
    const inMarkup = await view.stop();
    const markup = await frameOf(inMarkup);
    assert.equal(markup.place, await client.place('Adder.razor', 'var before'));
    assert.deepEqual(await variablesOf(inMarkup, markup), { before: '0', this: 'BlazorApp.Adder' });
    await goOn(inMarkup);

    const inClass = await view.stop();
    // Frames of the runtime's WebAssembly would be disassembled first, which takes seconds.
    assert.deepEqual(await inWebAssembly(inClass), []);
    const frame = await frameOf(inClass);
    assert.equal(frame.place, await client.place('Calc.cs', 'var sum'));
    assert.equal(await watch(inClass, frame, 'a + b'), '1');
    await step(inClass, 'next');
    const next = await view.stop();
    const nextFrame = await frameOf(next);
    assert.equal(nextFrame.place, await client.place('Calc.cs', 'var text'));
    const variables = { a: '0', b: '1', sum: '1', text: 'null' };
    assert.deepEqual(await variablesOf(next, nextFrame), variables);
    await step(next, 'stepOut');
    const outside = await view.stop();
    const caller = await client.place('Adder.razor', 'count = Calc.Add');
    assert.equal((await frameOf(outside)).place, caller);
    await goOn(outside);
    await view.says('count is 1');

    click(page, 'greet');
    const inScript = await view.stop();
    const script = await frameOf(inScript);
    assert.equal(script.path, client.path('wwwroot/greeting.js'));
    assert.equal((await variablesOf(inScript, script))['name'], "'you'");
    await goOn(inScript);
    await pressStop(root);
  });

  it('opens the page without a debugger on request, and restarts with one', async () => {
    const { client, view } = fixture;
    await client.breakAt('Program.cs', 'var builder');
    await client.show('Adder.razor');
    await ask({ do: 'press', key: 'Control+F5' });
    const root = await view.root('Debug BlazorApp');
    const shown = await browserOn(view, await client.address());
    assert.match(shown.commandLine, /--headless/);
    assert.deepEqual(view.sessions, [root]);
    await vscode.commands.executeCommand('ideSessionHost.restartWithDebugger');
    const startup = await view.stop();
    assert.equal((await frameOf(startup)).place, await client.place('Program.cs', 'var builder'));
    await pressStop(startup.session);
  });
});
