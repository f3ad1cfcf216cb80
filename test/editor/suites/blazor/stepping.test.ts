import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { goOn, pressStop, type Stop } from '../debugView.ts';
import { removeBreakpoints } from '../workspace.ts';
import { bound, clickOnceIdle } from './client.ts';
import { useBlazor } from './fixture.ts';
import { frameOf, inPage, ready, stackOf, step } from './stops.ts';

type Way = 'next' | 'stepIn' | 'stepOut';
/** How to step, and the text of the line where that ends, in a file. */
type Steps = readonly (readonly [way: Way, name: string, text: string])[];

const steps = 'Pages/Steps.razor';
const external = { name: 'External Code', source: '[Framework]', hint: 'deemphasize' };

describe('Stepping in a Blazor client', () => {
  const fixture = useBlazor();

  /** Clicks a button that hits a breakpoint at the line with this text. */
  async function stopAt(page: vscode.DebugSession, button: string, text: string): Promise<Stop> {
    const { client, view } = fixture;
    removeBreakpoints();
    await bound(view, page, await client.breakAt(steps, text));
    await clickOnceIdle(view, page, button);
    const stop = await view.stop(page);
    assert.equal(await placeOf(stop), await client.place(steps, text));
    return stop;
  }

  async function placeOf(stop: Stop): Promise<string> {
    const { path, place } = await frameOf(stop);
    return path.includes('/Pages/') ? `Pages/${place}` : place;
  }

  /** Steps from a stop to the last of these places. */
  async function walk(from: Stop, ways: Steps): Promise<Stop> {
    const { client, view } = fixture;
    let stop = from;
    for (const [way, name, text] of ways) {
      await step(stop, way);
      stop = await view.stop(from.session);
      const expected = await client.place(name, text);
      assert.equal(await placeOf(stop), expected.replace(/^wwwroot\//, ''), `after ${way}`);
    }
    return stop;
  }

  /** Steps past the end of a handler, after which the page runs on and has shown this. */
  async function walkOff(from: Stop, text: string): Promise<void> {
    await step(from, 'next');
    await shows(from.session, text);
  }

  async function shows(page: vscode.DebugSession, text: string): Promise<void> {
    await fixture.view.untilAnswered(`the page shows ${text}`, async () =>
      (await inPage(page, `document.querySelector('#shown').textContent`)) === `'${text}'`
        ? true
        : undefined,
    );
  }

  async function sumAgain(page: vscode.DebugSession): Promise<void> {
    const inSum = await stopAt(page, 'sum', 'var first');
    await goOn(await walk(inSum, [['next', steps, 'var second']]));
    await shows(page, '5');
  }

  async function stepsEverywhere(root: vscode.DebugSession): Promise<void> {
    const { client, view } = fixture;
    const page = await view.page(root);
    await ready(view, page);
    await inPage(page, `Blazor.navigateTo('/steps')`);

    const inSum = await stopAt(page, 'sum', 'var first');
    const callee = await walk(inSum, [
      ['stepIn', 'Calc.cs', '    {'],
      ['next', 'Calc.cs', 'var sum'],
    ]);
    const [top, caller, ...rest] = await stackOf(callee);
    assert.equal(top?.name, 'Calc.Add');
    assert.match(caller?.name ?? '', /Steps\.Sum$/);
    assert.deepEqual(rest[0], external);
    const last = await walk(callee, [
      ['stepOut', steps, 'var first'],
      ['next', steps, 'var second'],
      ['next', steps, 'shown = $"{second}"'],
      ['next', steps, '    }'],
    ]);
    await walkOff(last, '5');

    // More than once, since the runtime keeps steps that did not complete.
    for (let round = 0; round < 3; round++) {
      const inWait = await stopAt(page, 'wait', 'shown = "waiting"');
      const awaited = await walk(inWait, [
        ['next', steps, 'await Task.Delay'],
        ['next', steps, 'shown = "waited"'],
      ]);
      await step(awaited, 'next');
      await walkOff(await view.stop(page), 'waited');
    }

    const inShout = await stopAt(page, 'shout', 'name = await');
    await bound(view, page, await client.breakAt('wwwroot/shout.js', 'const text'));
    await step(inShout, 'next');
    const inScript = await view.stop(page);
    assert.equal(await placeOf(inScript), 'shout.js:2');
    const [ofScript, above] = await stackOf(inScript);
    assert.match(ofScript?.name ?? '', /shout$/);
    assert.deepEqual(above, external);
    const back = await walk(inScript, [
      ['next', 'wwwroot/shout.js', 'return'],
      ['stepOut', steps, 'shown = name'],
    ]);
    await goOn(back);
    await shows(page, 'ADA!');
    await sumAgain(page);

    // Into the script that C# calls, without a breakpoint there, and back.
    const calling = await stopAt(page, 'shout', 'name = await');
    await step(calling, 'stepIn');
    const called = await view.stop(page);
    assert.equal(await placeOf(called), 'shout.js:2');
    const returned = await walk(called, [
      ['next', 'wwwroot/shout.js', 'return'],
      ['stepOut', steps, 'shown = name'],
    ]);
    await goOn(returned);
    await shows(page, 'ADA!');
    // Everything still works afterwards.
    await sumAgain(page);
  }

  it('goes over, into and out of C#, through await, into JavaScript and back, and past the end', async () => {
    const { client, view } = fixture;
    const root = await client.start(view);
    await stepsEverywhere(root);
    await pressStop(root);
  });
});
