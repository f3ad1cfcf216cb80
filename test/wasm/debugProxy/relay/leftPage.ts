// A built Blazor client in a page that is left at a chosen moment, while it is debugged.

import assert from 'node:assert/strict';
import type { PageSession } from './pageSession.ts';

/** Options of tests with a page, which builds and starts may take long. */
export const limit = { timeout: 240_000 };

/** A page whose breakpoints stop the app at its start and at a click. */
export interface ClientPage {
  readonly page: PageSession;
  readonly url: string;
  /** The breakpoint in Calc.cs. */
  readonly breakpointId: string;
}

/** Sets the breakpoints of a page that has none. */
export async function setBreakpoints(page: PageSession, url: string): Promise<ClientPage> {
  await page.breakAt('Program.cs', 5);
  return { page, url, breakpointId: await page.breakAt('Calc.cs', 5) };
}

/** Opens the app, which must stop at its start and at a click. Returns the id of the script Calc.cs. */
export async function openApp({ page, url }: Omit<ClientPage, 'breakpointId'>): Promise<string> {
  const start = page.paused();
  const calc = page.event('Debugger.scriptParsed', (script) => {
    return script.url?.endsWith('/Calc.cs') === true;
  });
  await page.send('Page.navigate', { url });
  assert.equal(await start, 'Program.Main');
  await page.send('Debugger.resume');
  const clicked = page.paused();
  await page.press('inc');
  assert.equal(await clicked, 'Calc.Add');
  return (await calc).scriptId ?? '';
}

interface Moment {
  /** What comes before it, at a stop. */
  readonly prepare: (client: ClientPage) => Promise<unknown>;
  /** What the debugger asks for while the page is left. */
  readonly act: (client: ClientPage, scriptId: string) => readonly Promise<unknown>[];
}

const goOn = ({ page }: ClientPage) => page.send('Debugger.resume');
const stay = async (): Promise<void> => undefined;

/** Moments in which a page is left, by what completes "a page that is left while". */
export const moments: Readonly<Record<string, Moment>> = {
  'its breakpoints are set': {
    async prepare(client) {
      const { breakpointId, page } = client;
      await goOn(client);
      await page.send('Debugger.removeBreakpoint', { breakpointId });
    },
    act: ({ page }) => [page.breakAt('Calc.cs', 5)],
  },
  'its breakpoints are toggled': {
    prepare: goOn,
    act: ({ breakpointId, page }) => [page.toggle(breakpointId, 'Calc.cs', 5)],
  },
  'its source is asked for': {
    prepare: goOn,
    act: ({ page }, scriptId) => [
      page.send('Debugger.getScriptSource', { scriptId }).catch(() => undefined),
    ],
  },
  'places for breakpoints are asked for': {
    prepare: goOn,
    act: ({ page }, scriptId) => {
      const [start, end] = [4, 5].map((lineNumber) => ({ scriptId, lineNumber, columnNumber: 0 }));
      return [page.send('Debugger.getPossibleBreakpoints', { start, end })];
    },
  },
  'it goes on from a stop': { prepare: stay, act: (client) => [goOn(client)] },
  'it steps': { prepare: stay, act: ({ page }) => [page.send('Debugger.stepOver')] },
  'it is stopped': { prepare: stay, act: () => [] },
};

/** A way to leave a page. */
interface Way {
  /** The other page, or the same again. */
  readonly to: (url: string) => string;
  /** Whether the page is left before the debugger asks. Answers may then come before the page is left, or after. */
  readonly leavesFirst: boolean;
}

/** Ways to leave a page: for an empty one, another site, and a reload. */
export const ways: Readonly<Record<string, Way>> = {
  'for an empty page': { to: () => 'about:blank', leavesFirst: true },
  'for another site': { to: (url) => url.replace('127.0.0.1', 'localhost'), leavesFirst: false },
  'for the same page': { to: (url) => url, leavesFirst: true },
};

/** Leaves the app, which `openApp` has opened with the script of this id. */
export async function leaveApp(
  client: ClientPage,
  { act, prepare }: Moment,
  { leavesFirst, to }: Way,
  scriptId: string,
): Promise<void> {
  const { page, url } = client;
  await prepare(client);
  const left = page.event('Page.frameNavigated');
  const leave = () => page.send('Page.navigate', { url: to(url) });
  const all = leavesFirst
    ? [leave(), ...act(client, scriptId)]
    : [...act(client, scriptId), leave()];
  await Promise.all([left, ...all]);
}
