// Pages that are left while they are debugged, through the relay, the debug proxy and a browser.
// leftPages.long.test.ts leaves them in each way at each moment.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../../../src/common/deferred.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { startStaticServer } from '../../../../tools/fixtures/web/staticServer.ts';
import { leaveApp, limit, moments, openApp, setBreakpoints, ways } from './leftPage.ts';
import { PageSession } from './pageSession.ts';

const client = serveClient();

test('a page that is left is debugged when it returns', limit, async (context) => {
  const page = await setBreakpoints(await PageSession.open(context), client().url);
  let script = await openApp(page);
  for (const [index, [title, moment]] of Object.entries(moments).entries()) {
    const [wayTitle, way] = Object.entries(ways)[index % Object.keys(ways).length] ?? [];
    assert.ok(way !== undefined);
    await context.test(`after it was left ${wayTitle} while ${title}`, async () => {
      await leaveApp(page, moment, way, script);
      script = await openApp(page);
    });
  }
});

test(
  'a page that is closed while its breakpoints are set is followed by another',
  limit,
  async (context) => {
    const page = await PageSession.open(context);
    for (let round = 0; round < 3; round++) {
      const app = await setBreakpoints(page, client().url);
      await openApp(app);
      // A page that is gone does not answer.
      void page.toggle(app.breakpointId, 'Calc.cs', 5).catch(() => undefined);
      await page.reopen();
    }
  },
);

test(
  'breakpoints stop at each start of the app after its site was left for another',
  limit,
  async (context) => {
    const other = await startStaticServer(client().folder);
    afterTest(context, () => other.close());
    const page = await PageSession.open(context);
    await page.breakAt('Program.cs', 5);
    for (let round = 0; round < 4; round++) {
      const stop = page.paused();
      const { url } = round % 2 === 0 ? client() : other;
      await page.send('Page.navigate', {
        url: round % 2 === 0 ? url : url.replace('127.0.0.1', 'localhost'),
      });
      assert.equal(await stop, 'Program.Main', `round ${round}`);
      await page.send('Debugger.resume');
    }
  },
);

test('C# is debugged in a page that was left while its runtime started', limit, async (context) => {
  const held: Start[] = [];
  const page = await PageSession.open(context, {
    async findAssembly(name) {
      if (name === 'System.Private.CoreLib') await held.shift()?.hold();
      return undefined;
    },
  });
  await page.breakAt('Program.cs', 5);
  const { url: address } = client();
  for (const url of [address, address.replace('127.0.0.1', 'localhost')]) {
    const starting = page.event('Debugger.scriptParsed', ({ url: script }) =>
      /dotnet\.runtime/.test(script ?? ''),
    );
    await page.send('Page.navigate', { url });
    await starting;
    // The next stop after the page was left, which may come before the answer.
    const stop = page.event('Page.frameNavigated').then(() => page.paused());
    await page.send('Page.navigate', { url: `${url}index.html` });
    assert.equal(await stop, 'Program.Main');
    await page.send('Debugger.resume');
  }

  const [first, second] = [new Start(), new Start()];
  held.push(first, second);
  await page.send('Page.navigate', { url: address });
  await first.begun.promise;
  const left = page.event('Page.frameNavigated');
  await Promise.all([left, page.send('Page.navigate', { url: `${address}index.html` })]);
  await second.begun.promise;
  // The proxy is done with the first start while it processes the second.
  const isDone = page.event('Mono.runtimeReady');
  const stop = page.paused();
  first.released.resolve();
  await isDone;
  // What it still sends for the first start arrives before the page answers.
  for (let round = 0; round < 5; round++) await page.evaluate('location.href');
  second.released.resolve();
  assert.equal(await stop, 'Program.Main');
  await page.send('Debugger.resume');
});

/** The start of a runtime, which the proxy processes. */
class Start {
  readonly begun = deferred();
  readonly released = deferred();

  hold(): Promise<void> {
    this.begun.resolve();
    return this.released.promise;
  }
}
