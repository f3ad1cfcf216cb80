import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { goOn, pressStop } from '../debugView.ts';
import { ask } from '../person.ts';
import { click } from './client.ts';
import { useBlazor } from './scene.ts';
import { frameOf, ready, step, variablesOf, watch } from './stops.ts';

describe('F5 in a folder with a Blazor client and no launch.json', () => {
  const scene = useBlazor();

  it('stops where breakpoints were clicked: in Program.cs at startup, in markup, in C# and in JavaScript', async () => {
    const { client, view } = scene;
    const clicks = [
      ['wwwroot/greeting.js', 'const text'],
      ['Calc.cs', 'var sum'],
      ['Program.cs', 'var builder'],
      ['App.razor', 'var before'],
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
    console.log('status', shown);
    await ask({ do: 'press', key: 'F5' });

    const page = await view.page(root);
    await ready(view, page);
    click(page, 'inc');
    const inMarkup = await view.stop();
    const markup = await frameOf(inMarkup);
    assert.equal(markup.place, await client.place('App.razor', 'var before'));
    console.log(await variablesOf(inMarkup, markup));
    await step(inMarkup, 'next');
    const next = await view.stop();
    const nextFrame = await frameOf(next);
    console.log(nextFrame, await variablesOf(next, nextFrame));
    await goOn(next);

    const inClass = await view.stop();
    const frame = await frameOf(inClass);
    assert.equal(frame.place, await client.place('Calc.cs', 'var sum'));
    console.log(await variablesOf(inClass, frame));
    console.log(await watch(inClass, frame, 'a + b'));
    await step(inClass, 'next');
    const stepped = await view.stop();
    const after = await frameOf(stepped);
    console.log(after, await variablesOf(stepped, after));
    console.log(await watch(stepped, after, 'sum'));
    await step(stepped, 'stepOut');
    const outside = await view.stop();
    const outFrame = await frameOf(outside);
    console.log(outFrame, await variablesOf(outside, outFrame));
    await goOn(outside);
    await view.says('count is 1');

    click(page, 'greet');
    const inScript = await view.stop();
    const script = await frameOf(inScript);
    console.log(script, await variablesOf(inScript, script));
    await goOn(inScript);
    await pressStop(root);
  });
});
