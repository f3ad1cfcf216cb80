// A page whose .NET runtime has started before its debugger attaches.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldStart } from '../../../../src/wasm/debugProxy/relay/handlers/heldStart.ts';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { PageSession } from './pageSession.ts';

const limit = { timeout: 240_000 };

const client = serveClient();

const place = (path: string, line: number) => ({
  path: `/sources/${path}`,
  line: line - 1,
  column: 0,
});

test(
  'a page that is held at the start of its app stops at breakpoints there',
  limit,
  async (context) => {
    const { url } = client();
    const page = await PageSession.open(context, { held: { start: new HeldStart(), url } });
    await page.breakAt('Program.cs', 5);
    const id = await page.breakAt('Calc.cs', 5);
    const main = page.paused();
    await page.takeOver();
    assert.equal(await main, 'Program.Main');
    await page.send('Debugger.resume');
    const clicked = page.paused();
    await page.press('inc');
    assert.equal(await clicked, 'Calc.Add');
    await page.send('Debugger.removeBreakpoint', { breakpointId: id });
    await page.send('Debugger.resume');

    // Reloads are as usual.
    const again = page.paused();
    await page.send('Page.reload');
    assert.equal(await again, 'Program.Main');
  },
);

test(
  'a page whose app was started ahead stops where its debugger has a breakpoint',
  limit,
  async (context) => {
    const { url } = client();
    const breakpoints = [place('Program.cs', 5), place('Calc.cs', 5)];
    const held = { start: new HeldStart(), url, breakpoints };
    const page = await PageSession.open(context, { held });
    const main = await page.breakAt('Program.cs', 5);
    // As JavaScript, although the page may be stopped in C#.
    assert.equal(await page.evaluate('[3, 4].map((each) => each * 2).join()'), '6,8');
    const stop = page.event('Debugger.paused');
    await page.takeOver();
    const { callFrames, hitBreakpoints } = await stop;
    assert.equal(callFrames?.[0]?.functionName, 'Program.Main');
    assert.deepEqual(hitBreakpoints, [main]);
    await page.send('Debugger.resume');

    // The debugger has no breakpoint where one was set for it.
    await page.shown('inc');
    await page.press('inc');
    await page.untilTrue(`document.querySelector('#count').textContent === '1'`);
    const id = await page.breakAt('Calc.cs', 5);
    const clicked = page.event('Debugger.paused');
    await page.press('inc');
    assert.deepEqual((await clicked).hitBreakpoints, [id]);
  },
);

test(
  'a page that was stopped ahead continues if its debugger has no breakpoint there',
  limit,
  async (context) => {
    const { url } = client();
    const held = { start: new HeldStart(), url, breakpoints: [place('Program.cs', 5)] };
    const page = await PageSession.open(context, { held });
    const id = await page.breakAt('Calc.cs', 5);
    await page.takeOver();
    const clicked = page.event('Debugger.paused');
    await page.shown('inc');
    await page.press('inc');
    assert.deepEqual((await clicked).hitBreakpoints, [id]);
  },
);

test(
  'a debugger that replaces another one finds the page as it is, and sees its reload',
  limit,
  async (context) => {
    const first = await PageSession.open(context);
    await first.breakAt('Calc.cs', 5);
    await first.send('Page.navigate', { url: client().url });
    await first.shown('inc');
    const stop = first.paused();
    await first.press('inc');
    assert.equal(await stop, 'Calc.Add');

    const second = await first.replace();
    await second.untilTrue(`document.querySelector('#count').textContent === '1'`);
    // The breakpoints of the first one are gone.
    await second.press('inc');
    await second.untilTrue(`document.querySelector('#count').textContent === '2'`);
    const id = await second.breakAt('Calc.cs', 5);
    const clicked = second.event('Debugger.paused');
    await second.press('inc');
    assert.deepEqual((await clicked).hitBreakpoints, [id]);
    await second.send('Debugger.resume');
    await second.untilTrue(`document.querySelector('#count').textContent === '3'`);
    await second.breakAt('Program.cs', 5);
    const main = second.paused();
    await second.send('Page.reload');
    assert.equal(await main, 'Program.Main');
  },
);
