import { stopLine } from './sources.ts';
import type { Bench } from './cases.ts';
import type { Case } from './case.ts';

/** Where the page is brought to a stop again: by which way, at which breakpoint, and what is evaluated there. */
interface Way {
  readonly file: string;
  readonly stop: number;
  readonly go: (bench: Bench, url: string) => Promise<void>;
}

/** The line of Adder.razor after the click, and the first one of Program.cs. */
const incrementLine = 12;
const startLine = 5;

/** Ways to stops by what users do with a page. */
const ways: Readonly<Record<string, Way>> = {
  'click a button': {
    file: 'Adder.razor',
    stop: incrementLine,
    go: ({ page }) => page.session.press('inc'),
  },
  'open a page of the app': {
    file: 'Details.razor',
    stop: stopLine('Details.razor', 'details'),
    go: async ({ page }) => void (await page.session.evaluate(navigate)),
  },
  'reload the page': {
    file: 'Program.cs',
    stop: startLine,
    go: async ({ page }) => void (await page.session.send('Page.reload')),
  },
  'leave the app and return': {
    file: 'Program.cs',
    stop: startLine,
    go: async ({ page }, url) => {
      await page.session.send('Page.navigate', { url: 'about:blank' });
      await page.session.send('Page.navigate', { url });
    },
  },
};

const navigate = `setTimeout(function open() {
  if (!document.querySelector('#inc:enabled')) return void setTimeout(open, 50);
  Blazor.navigateTo('details/7');
})`;

/** Brings the page to a stop and evaluates the code of a case there, `way: code`. */
export async function runWay({ code }: Case, bench: Bench, url: string): Promise<string> {
  const [name = '', expression = ''] = code.split(': ');
  const way = ways[name];
  if (way === undefined) throw new Error(`There is no way ${name}.`);
  const { page } = bench;
  const breakpointId = await page.session.breakAt(way.file, way.stop);
  try {
    await way.go(bench, url);
    const next = await page.next();
    return next.kind === 'over' ? 'The page did not stop.' : await next.stop.show(expression);
  } finally {
    await page.session.send('Debugger.removeBreakpoint', { breakpointId });
    await page.resume();
  }
}
