import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { goOn, pressStop, type Stop } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { bound, click, messageAt } from './client.ts';
import { useBlazor } from './fixture.ts';
import { frameOf, inPage, ready, variablesOf } from './stops.ts';

type Written = Partial<Pick<vscode.SourceBreakpoint, 'condition' | 'hitCondition' | 'logMessage'>>;

const counting = 'Pages/Counting.razor';

describe('Conditions, hit counts and log messages in C#', () => {
  const fixture = useBlazor();

  /** Sets a breakpoint with these options at the page's line with this text. */
  async function breakAt(text: string, written: Written): Promise<vscode.SourceBreakpoint> {
    const { client } = fixture;
    const line = (await client.lineOf(counting, text)) - 1;
    const place = new vscode.Location(
      vscode.Uri.file(client.path(counting)),
      new vscode.Position(line, 0),
    );
    const { condition, hitCondition, logMessage } = written;
    const breakpoint = new vscode.SourceBreakpoint(
      place,
      true,
      condition,
      hitCondition,
      logMessage,
    );
    vscode.debug.addBreakpoints([breakpoint]);
    return breakpoint;
  }

  async function openPage(root: vscode.DebugSession): Promise<vscode.DebugSession> {
    const page = await fixture.view.page(root);
    await ready(fixture.view, page);
    await inPage(page, `Blazor.navigateTo('/counting')`);
    await fixture.view.untilAnswered('the page with the buttons', async () =>
      (await inPage(page, `document.querySelector('#many') !== null`)) === 'true'
        ? true
        : undefined,
    );
    return page;
  }

  /** Clicks a button, and waits until the page has shown the result. */
  async function clickTo(page: vscode.DebugSession, id: string, text: string): Promise<void> {
    click(page, id);
    await shows(page, text);
  }

  async function shows(page: vscode.DebugSession, text: string): Promise<void> {
    await fixture.view.untilAnswered(`the page shows ${text}`, async () =>
      (await shown(page)) === `'${text}'` ? true : undefined,
    );
  }

  /** The page's text; while paused it can't be queried. */
  function shown(page: vscode.DebugSession): Promise<string> {
    return inPage(page, `document.querySelector('#shown').textContent`).catch(() => '');
  }

  /** The next stop after a click, which must be at the line with this text. */
  async function stopAt(page: vscode.DebugSession, text: string): Promise<Stop> {
    const { client, view } = fixture;
    const stop = await view.stop(page);
    const { path, place } = await frameOf(stop);
    assert.equal(path, client.path(counting));
    assert.equal(place, (await client.place(counting, text)).replace('Pages/', ''));
    return stop;
  }

  async function variable(stop: Stop, name: string): Promise<string | undefined> {
    return (await variablesOf(stop, await frameOf(stop)))[name];
  }

  it('work in handlers, lambdas, async and generic methods, set before the page is loaded', async () => {
    const { client, view } = fixture;
    await breakAt('var sum', { condition: 'currentCount == 2 && name is "tea"' });
    await breakAt('shown = $"each', { condition: 'number == 2' });
    await breakAt('shown = $"waited', { condition: 'round == 2' });
    await breakAt('shown = $"kept', { condition: 'items.Count == 3' });
    const root = await client.start(view);
    const page = await openPage(root);

    await clickTo(page, 'count', '1 of 2');
    click(page, 'count');
    await goOn(await stopAt(page, 'var sum'));
    await shows(page, '2 of 3');
    await clickTo(page, 'count', '3 of 4');

    click(page, 'each');
    const inLambda = await stopAt(page, 'shown = $"each');
    assert.equal(await variable(inLambda, 'doubled'), '4');
    await goOn(inLambda);
    await shows(page, 'each 6');

    click(page, 'wait');
    const inAsync = await stopAt(page, 'shown = $"waited');
    assert.equal(await variable(inAsync, 'round'), '2');
    await goOn(inAsync);
    await shows(page, 'waited 3');

    click(page, 'keep');
    await goOn(await stopAt(page, 'shown = $"kept'));
    await shows(page, 'kept 3');
    // The one that only .NET can evaluate is not reported as invalid.
    assert.ok(!view.console.includes('items.Count'), view.console);
    await pressStop(root);
  });

  it('count and write, with a link to the source', async () => {
    const { client, view } = fixture;
    const outputs: DebugProtocol.OutputEvent['body'][] = [];
    view.track('*', () => ({
      onDidSendMessage: ({ body, event }: DebugProtocol.OutputEvent) => {
        if (event === 'output') outputs.push(body);
      },
    }));
    await breakAt('var sum', { hitCondition: '>= 3' });
    await breakAt('shown = $"{currentCount}', { logMessage: 'sum {sum:D3} of {name}' });
    await breakAt('shown = $"each', { hitCondition: '% 2' });
    const root = await client.start(view);
    const page = await openPage(root);
    await clickTo(page, 'count', '1 of 2');
    await view.says('sum 002 of tea');
    await clickTo(page, 'count', '2 of 3');
    await view.says('sum 003 of tea');
    for (const count of [3, 4]) {
      click(page, 'count');
      await goOn(await stopAt(page, 'var sum'));
      await shows(page, `${count} of ${count + 1}`);
      await view.says(`sum 00${count + 1} of tea`);
    }
    const written = outputs.find(({ output }) => output.includes('sum 002 of tea'));
    const line = await client.lineOf(counting, 'shown = $"{currentCount}');
    assert.match(written?.source?.path ?? '', /\/Pages\/Counting\.razor$/);
    assert.equal(written?.line, line);
    const console = await ask({ do: 'read console', text: 'sum 005 of tea' });
    assert.ok(console.join('\n').includes(`Counting.razor:${line}`), console.join('\n'));

    click(page, 'each');
    const second = await stopAt(page, 'shown = $"each');
    assert.equal(await variable(second, 'doubled'), '4');
    await goOn(second);
    await shows(page, 'each 6');
    await pressStop(root);
  });

  it('can be changed while the page runs, and report once that they do not compile', async () => {
    const { client, view } = fixture;
    const first = await breakAt('var sum', { condition: 'currentCount == 2' });
    const root = await client.start(view);
    const page = await openPage(root);
    await clickTo(page, 'count', '1 of 2');

    vscode.debug.removeBreakpoints([first]);
    const wrong = await breakAt('var sum', { condition: 'missing is 42' });
    await bound(view, page, wrong);
    for (const count of [2, 3]) {
      click(page, 'count');
      await goOn(await stopAt(page, 'var sum'));
      await shows(page, `${count} of ${count + 1}`);
    }
    const told = /at Counting\.razor:\d+ .*missing is 42: /;
    await view.says(told);
    assert.equal(view.console.split(told).length, 2, view.console);
    assert.match(await messageAt(view, root, wrong), /^missing is 42: /);

    vscode.debug.removeBreakpoints([wrong]);
    await bound(view, page, await breakAt('var sum', { condition: 'currentCount > 4' }));
    await clickTo(page, 'count', '4 of 5');
    click(page, 'count');
    await goOn(await stopAt(page, 'var sum'));
    await shows(page, '5 of 6');
    await pressStop(root);
  });

  it('that are false a hundred times let the page run on', async () => {
    const { client, view } = fixture;
    await breakAt('var next', { condition: 'number == 100' });
    const root = await client.start(view);
    const page = await openPage(root);
    click(page, 'many');
    const took = await view.untilAnswered('all rounds', async () => {
      const text = await shown(page);
      return text.startsWith(`'took`) ? text : undefined;
    });
    console.log(`Milliseconds of a condition that does not hold, p50 and p95: ${took}`);
    await pressStop(root);
  });
});
