// A page whose .NET runtime is started before its debugger attaches.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldStart } from '../../../../src/wasm/debugProxy/relay/handlers/heldStart.ts';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { PageSession } from './pageSession.ts';

const limit = { timeout: 240_000 };

const client = serveClient();

test(
  'a page that is held at the start of its app stops at breakpoints there',
  limit,
  async (context) => {
    const { url } = client();
    const start = new HeldStart();
    const page = await PageSession.open(context, { held: { start, url } });
    await page.breakAt('Program.cs', 5);
    const id = await page.breakAt('Calc.cs', 5);
    const main = page.paused();
    start.release();
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
