import { lineText, sources, stopLine } from './sources.ts';
import type { Stop, StoppingPage, Texts } from './page.ts';
import { runWay } from './pages.ts';
import { type Row, rowsOf } from './table.ts';
import { type Area, type Framework, isGap } from './case.ts';

/** What a case has shown. */
interface Outcome {
  readonly row: Row;
  readonly shown: string;
  readonly isRight: boolean;
}

/** What the cases of several areas have shown. */
interface Outcomes {
  /** The ids of the cases that work. */
  readonly works: ReadonlySet<string>;
  /** Cases that don't work, and those that do although the table says that they don't. */
  readonly surprises: readonly string[];
}

/** Where the suite is run. */
export interface Bench {
  readonly url: string;
  readonly page: StoppingPage;
  /** Texts of breakpoints, by file and line. */
  readonly texts: Texts;
  /** Reasons why a condition or a message could not be evaluated. */
  readonly failures: string[];
}

/** Sets a breakpoint at each stop. */
export async function setBreakpoints(areas: readonly Area[], { page }: Bench): Promise<void> {
  for (const { stops, type } of areas.filter(hasSource)) {
    for (const stop of Object.keys(stops)) {
      await page.session.breakAt(`${type}.cs`, stopLine(`${type}.cs`, stop));
    }
  }
}

/** Whether there are methods to run; the cases of others use the app itself. */
export function hasSource({ type }: Area): boolean {
  return sources.has(`${type}.cs`);
}

export async function runAreas(
  areas: readonly Area[],
  framework: Framework,
  bench: Bench,
): Promise<Outcomes> {
  const works = new Set<string>();
  const surprises: string[] = [];
  for (const area of areas) {
    for (const { isRight, row, shown } of await runArea(area, bench)) {
      if (isRight) works.add(row.id);
      if (isRight !== isGap(row, framework)) continue;
      surprises.push(`${row.id}: ${row.do} ${row.code} is ${shown}, not ${String(row.expected)}`);
    }
  }
  return { works, surprises };
}

/** Runs an area in the page, once for all cases at its stops, and once for each condition. */
async function runArea(area: Area, bench: Bench): Promise<readonly Outcome[]> {
  const rows = rowsOf(area);
  const isRun = (row: Row): boolean => ['condition', 'log', 'page'].includes(row.do);
  const outcomes: Outcome[] = [];
  for (const row of rows.filter(isRun)) {
    outcomes.push(
      await judge(row, () =>
        row.do === 'page' ? runWay(row, bench, bench.url) : runWithText(row, bench),
      ),
    );
  }
  const atStops = rows.filter((row) => !isRun(row));
  if (atStops.length > 0) outcomes.push(...(await runAtStops(area, atStops, bench)));
  return outcomes;
}

async function runAtStops(
  area: Area,
  rows: readonly Row[],
  { page }: Bench,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const open = new Set(Object.keys(area.stops));
  await page.run(area.type);
  for (let next = await page.next(); next.kind === 'stop'; next = await page.next()) {
    const { file, line } = next.stop.place;
    const name = [...open].find(
      (stop) => file === `${area.type}.cs` && line === stopLine(file, stop),
    );
    if (name !== undefined) {
      open.delete(name);
      const visit = new Visit(page, next.stop);
      for (const row of rows.filter(({ stop }) => stop === name)) {
        outcomes.push(await judge(row, () => visit.run(row)));
      }
    }
    await page.resume();
  }
  const missed = rows.filter(({ stop }) => open.has(stop));
  for (const row of missed)
    outcomes.push(await judge(row, async () => 'The page did not stop there.'));
  return outcomes;
}

/** The cases at one stop, which may step to others. */
class Visit {
  readonly #page: StoppingPage;
  #stop: Stop;

  constructor(page: StoppingPage, stop: Stop) {
    this.#page = page;
    this.#stop = stop;
  }

  async run({ code, do: action }: Row): Promise<string> {
    switch (action) {
      case 'evaluate':
        return this.#stop.show(code);
      case 'caller':
        return this.#stop.show(code, 1);
      case 'stack':
        return this.#stop.stack.join(', ');
      case 'display':
        return this.#stop.display(code.split(' > '));
      case 'open': {
        const [expression = '', ...path] = code.split(' > ');
        return this.#stop.open(expression, path);
      }
      case 'set':
        return this.#set(code);
      case 'step':
        return this.#step(code);
      default:
        throw new Error(`${action} is not done at a stop.`);
    }
  }

  /** What the variable has afterwards, or the error. */
  async #set(code: string): Promise<string> {
    const [, target = '', value = ''] = /^(.*?) = (.*)$/.exec(code) ?? [];
    const path = target.split(' > ');
    const before = this.#page.logged.length;
    const error = await this.#stop.set(path, value);
    const message = this.#page.logged.slice(before).find((text) => text.includes('was not set'));
    return error ?? message ?? this.#stop.display(path);
  }

  async #step(way: string): Promise<string> {
    await this.#page.session.send(`Debugger.step${way[0]?.toUpperCase()}${way.slice(1)}`);
    const next = await this.#page.next();
    if (next.kind === 'over') return 'The area is over.';
    this.#stop = next.stop;
    const { file, line, method } = next.stop.place;
    return `${method.split('.').at(-1)}: ${lineText(file, line)}`;
  }
}

/** Runs the area with a text at one stop, and collects what it does. */
async function runWithText(row: Row, { failures, page, texts }: Bench): Promise<string> {
  const file = `${row.area.type}.cs`;
  const line = stopLine(file, row.stop);
  texts.clear();
  for (const stop of Object.keys(row.area.stops)) {
    texts.set(`${file}:${stopLine(file, stop)}`, { condition: 'false' });
  }
  const text = row.do === 'log' ? { logMessage: row.code } : { condition: row.code };
  texts.set(`${file}:${line}`, text);
  failures.length = 0;
  page.logged.length = 0;
  const shown: string[] = [];
  await page.run(row.area.type);
  for (let next = await page.next(); next.kind === 'stop'; next = await page.next()) {
    shown.push(await next.stop.show('index'));
    await page.resume();
  }
  if (failures.length > 0) return failures.join();
  if (row.do === 'condition') return shown.join(' ');
  // The area writes to the console too, its items' names with their indexes.
  return page.logged.filter((one) => !/^(?:tea|cup|pot)\d$/.test(one)).join(' | ');
}

async function judge(row: Row, run: () => Promise<string>): Promise<Outcome> {
  const shown = await run().catch(String);
  const { expected } = row;
  const isRight = typeof expected === 'string' ? shown === expected : expected.test(shown);
  return { row, shown, isRight };
}
