// Pages that are left while they are debugged, through the relay, the debug proxy and a browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../../tools/fixtures/dotnet/dotnetFixture.ts';
import {
  type StaticServer,
  startStaticServer,
} from '../../../../tools/fixtures/web/staticServer.ts';
import { layOutWebRoot } from '../../../../tools/fixtures/dotnet/staticWebAssets.ts';
import { PageSession } from './pageSession.ts';

const limit = { timeout: 240_000 };

let fixture: DotnetFixture;
let server: StaticServer;

before(async () => {
  fixture = await DotnetFixture.make();
  await fixture.client('BlazorApp');
  await fixture.run('build', fixture.path('BlazorApp'));
  const assembly = fixture.path('BlazorApp', 'bin', 'Debug', 'net10.0', 'BlazorApp.dll');
  await layOutWebRoot(assembly, fixture.path('served'));
  server = await startStaticServer(fixture.path('served'));
}, limit);
after(async () => {
  await server?.close();
  await fixture.remove();
});

/** Opens the app, which must stop at its start and at a click. Returns the id of the script Calc.cs. */
async function openApp(page: PageSession): Promise<string> {
  const start = page.paused();
  const calc = page.event('Debugger.scriptParsed', ({ url }) => url?.endsWith('/Calc.cs') === true);
  await page.send('Page.navigate', { url: server.url });
  assert.equal(await start, 'Program.Main');
  await page.send('Debugger.resume');
  const clicked = page.paused();
  await page.press('inc');
  assert.equal(await clicked, 'Calc.Add');
  return (await calc).scriptId ?? '';
}

interface Moment {
  /** What comes before it, at a stop. */
  readonly prepare: (page: PageSession, id: string) => Promise<unknown>;
  /** What the debugger asks for while the page is left. */
  readonly act: (page: PageSession, id: string, scriptId: string) => readonly Promise<unknown>[];
}

const goOn = (page: PageSession) => page.send('Debugger.resume');
const stay = async (): Promise<void> => undefined;

/** The breakpoint has the id, and is in Calc.cs. */
const moments: Readonly<Record<string, Moment>> = {
  'its breakpoints are set': {
    async prepare(page, breakpointId) {
      await goOn(page);
      await page.send('Debugger.removeBreakpoint', { breakpointId });
    },
    act: (page) => [page.breakAt('Calc.cs', 5)],
  },
  'its breakpoints are toggled': {
    prepare: goOn,
    act: (page, id) => [page.toggle(id, 'Calc.cs', 5)],
  },
  'its source is asked for': {
    prepare: goOn,
    act: (page, _, scriptId) => [
      page.send('Debugger.getScriptSource', { scriptId }).catch(() => undefined),
    ],
  },
  'places for breakpoints are asked for': {
    prepare: goOn,
    act: (page, _, scriptId) => {
      const [start, end] = [4, 5].map((lineNumber) => ({ scriptId, lineNumber, columnNumber: 0 }));
      return [page.send('Debugger.getPossibleBreakpoints', { start, end })];
    },
  },
  'it goes on from a stop': { prepare: stay, act: (page) => [goOn(page)] },
  'it steps': { prepare: stay, act: (page) => [page.send('Debugger.stepOver')] },
  'it is stopped': { prepare: stay, act: () => [] },
};

for (const [moment, { act, prepare }] of Object.entries(moments)) {
  test(
    `a page that is left while ${moment} is debugged when it returns`,
    limit,
    async (context) => {
      const page = await PageSession.open(context);
      await page.breakAt('Program.cs', 5);
      const id = await page.breakAt('Calc.cs', 5);
      const others = ['about:blank', server.url.replace('127.0.0.1', 'localhost'), server.url];
      for (const [round, url] of others.entries()) {
        const script = await openApp(page);
        await prepare(page, id);
        const left = page.event('Page.frameNavigated');
        const leave = () => page.send('Page.navigate', { url });
        // Answers may come before the page is left, or after.
        const all =
          round % 2 === 0
            ? [leave(), ...act(page, id, script)]
            : [...act(page, id, script), leave()];
        await Promise.all([left, ...all]);
      }
      await openApp(page);
    },
  );
}

test(
  'a page that is closed while its breakpoints are set is followed by another',
  limit,
  async (context) => {
    const page = await PageSession.open(context);
    for (let round = 0; round < 3; round++) {
      await page.breakAt('Program.cs', 5);
      const id = await page.breakAt('Calc.cs', 5);
      await openApp(page);
      // A page that is gone does not answer.
      void page.toggle(id, 'Calc.cs', 5).catch(() => undefined);
      await page.reopen();
    }
  },
);

test(
  'breakpoints stop at each start of the app after its site was left for another',
  limit,
  async (context) => {
    const other = await startStaticServer(fixture.path('served'));
    afterTest(context, () => other.close());
    const page = await PageSession.open(context);
    await page.breakAt('Program.cs', 5);
    for (let round = 0; round < 4; round++) {
      const stop = page.paused();
      const { url } = round % 2 === 0 ? server : other;
      await page.send('Page.navigate', {
        url: round % 2 === 0 ? url : url.replace('127.0.0.1', 'localhost'),
      });
      assert.equal(await stop, 'Program.Main', `round ${round}`);
      await page.send('Debugger.resume');
    }
  },
);

test('C# is debugged in a page that was left while its runtime started', limit, async (context) => {
  const page = await PageSession.open(context);
  await page.breakAt('Program.cs', 5);
  for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
    const starting = page.event('Debugger.scriptParsed', ({ url: script }) =>
      /dotnet\.runtime/.test(script ?? ''),
    );
    await page.send('Page.navigate', { url });
    await starting;
    const left = page.event('Page.frameNavigated');
    await page.send('Page.navigate', { url: `${url}index.html` });
    await left;
    assert.equal(await page.paused(), 'Program.Main');
    await page.send('Debugger.resume');
  }
});
