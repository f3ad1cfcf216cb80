// A stop at the counter of a stock Blazor client: the time to it and the actions there, compared
// with the same by hand.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../setup/executables.mjs';
import { packagedExtension } from '../editor/built.ts';
import { startEditor } from '../editor/editor.ts';
import { createClient } from '../fixtures/dotnet/blazorProjects.ts';
import { bundleSuite } from './support/bundledSuite.ts';
import { addCounterProfile } from './support/counterProfile.ts';
import { findDevServer } from './firstStop.ts';
import { build as buildByHand } from './firstStop/devServer.ts';
import {
  atMost,
  type Bound,
  quantile,
  ratioAtMost,
  type Result,
  result,
  resultIn,
} from './support/results.ts';
import { measurePlainPage } from './stops/plainPage.ts';
import { clickByItself } from './stops/page.ts';
import type { Act, StopsTask, WindowKind, WindowTimes } from './stops/task.ts';

/** The number of windows of each kind; the first one only warms the caches. */
const rounds = 4;
/**
 * The number of stops in a session with the extension, and by hand, where each stack takes seconds.
 */
const stops = { ours: 20, 'by hand': 2 } as const;

const acts: readonly Act[] = [
  'stack',
  'scopes and variables',
  'evaluate a field',
  'evaluate a property',
  'evaluate a method call',
  'step over',
  'continue',
];

type Settings = Readonly<Record<string, unknown>>;

/** The relays' traffic, in MiB. */
interface Traffic {
  readonly fromBrowser: number;
  readonly toDebugger: number;
}

/** A window's times, and its relays' traffic. */
type Window = WindowTimes & { readonly traffic: Traffic };

/** Measures windows by hand, with and without Just My Code, and with a prepared page, alternating. */
export async function measureStops(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stops-'));
  try {
    const bench = await prepare(folder);
    const byHand: Window[] = [];
    const ours: Window[] = [];
    const withoutJustMyCode: Window[] = [];
    const prepared: Window[] = [];
    const plain: number[] = [];
    for (let round = 0; round < rounds; round++) {
      byHand.push(await bench.window('by hand', {}));
      ours.push(await bench.window('ours', {}));
      withoutJustMyCode.push(await bench.window('ours', { 'ideSessionHost.justMyCode': false }));
      prepared.push(
        await bench.window('ours', { 'ideSessionHost.prebuilds': [bench.plan.project] }),
      );
      plain.push(await measurePlainPage(bench.plan));
    }
    const warm = { byHand: byHand.slice(1), ours: ours.slice(1), plain: plain.slice(1) };
    return [
      ...startResults(warm.byHand, warm.ours, warm.plain),
      preparedResult(prepared.slice(1), warm.ours),
      ...stopResults(warm.byHand, warm.ours, '', 300),
      ...stopResults(warm.byHand, withoutJustMyCode.slice(1), ', without Just My Code', 700),
      resultIn(
        'MiB',
        'from the browser through the relays in two sessions, next to what they passed on',
        median(ours, ({ traffic }) => traffic.fromBrowser),
        median(ours, ({ traffic }) => traffic.toDebugger),
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function startResults(
  byHand: readonly Window[],
  ours: readonly Window[],
  plain: readonly number[],
): Result[] {
  const nth = (n: number) => (one: Window) => one.toStack[n] ?? Number.NaN;
  const up = (one: Window): number => one.runtimeUp.at(-1) ?? Number.NaN;
  const hand = median(byHand, nth(0));
  const of = (which: string): string =>
    `${which} F5 in a window to the whole stack at a stop, next to the same by hand, p50`;
  return [
    result(of('first'), median(ours, nth(0)), hand, ratioAtMost(0.4)),
    result(of('second'), median(ours, nth(1)), hand, ratioAtMost(0.3)),
    result(
      'from navigation to a rendered page under the debugger, next to the page without one, p50',
      median(ours, up),
      quantile(plain, 0.5),
      ratioAtMost(1.7),
    ),
    ...phaseResults(ours),
  ];
}

/** The second F5 in windows that keep the page prepared, and in others. */
function preparedResult(prepared: readonly Window[], ours: readonly Window[]): Result {
  const second = (one: Window): number => one.toStack[1] ?? Number.NaN;
  return result(
    'second F5 in a window with a prepared page to the whole stack at a stop, next to one without, p50',
    median(prepared, second),
    median(ours, second),
    ratioAtMost(0.4),
  );
}

/** The phases of the time to the first stop. */
function phaseResults(ours: readonly Window[]): Result[] {
  const names = Object.keys(ours[0]?.phases[0] ?? {});
  const of = (name: string, nth: number): number =>
    median(ours, ({ phases }) => phases[nth]?.[name] ?? Number.NaN);
  return names.map((name) =>
    result(`phase "${name}" of the second F5, next to the first, p50`, of(name, 1), of(name, 0)),
  );
}

function stopResults(
  byHand: readonly Window[],
  ours: readonly Window[],
  how: string,
  maxForStack: number,
): Result[] {
  return acts.flatMap((act) => {
    const [our, hand] = [ours, byHand].map((windows) => windows.flatMap((one) => one.acts[act]));
    const at = (share: number, name: string): Result =>
      result(
        `${act} at a stop${how}, ${name}`,
        quantile(our ?? [], share),
        quantile(hand ?? [], share),
        share === 0.95 ? boundOf(act, maxForStack) : undefined,
      );
    return [at(0.5, 'p50'), at(0.95, 'p95')];
  });
}

function boundOf(act: Act, maxForStack: number): Bound | undefined {
  if (act === 'stack') return atMost(maxForStack, 'ms');
  return act.startsWith('evaluate') ? atMost(150, 'ms') : undefined;
}

function median(windows: readonly Window[], value: (one: Window) => number): number {
  return quantile(windows.map(value), 0.5);
}

/** Builds a client from the template, and returns a function that opens windows that debug it. */
async function prepare(folder: string) {
  const app = join(folder, 'BlazorApp');
  await createClient(app);
  await clickByItself(app);
  await addCounterProfile(app);
  const project = join(app, 'BlazorApp.csproj');
  await buildByHand(project);
  const source = join(app, 'Pages', 'Counter.razor');
  const lines = (await readFile(source, 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.includes('currentCount++')) + 1;
  const plan: StopsTask['plan'] = {
    project,
    devServer: await findDevServer(project),
    assembly: join(app, 'bin/Debug/net10.0/BlazorApp.dll'),
    browser: findBrowser() ?? '',
    flags: ['--headless', '--no-sandbox', '--disable-gpu'],
  };
  const suite = await bundleSuite('stops', folder);
  const results = join(folder, 'results.json');
  const window = async (kind: WindowKind, settings: Settings): Promise<Window> => {
    const task: StopsTask = { kind, plan, source, line, stops: stops[kind], results };
    return runWindow(task, suite, settings);
  };
  return { plan, window };
}

async function runWindow(task: StopsTask, suite: string, settings: Settings): Promise<Window> {
  const taskFile = `${task.results}.task`;
  await writeFile(taskFile, JSON.stringify(task));
  const editor = await startEditor({
    packages: [packagedExtension],
    workspace: join(task.plan.project, '..'),
    settings,
    suite,
    environment: { STOPS_TASK: taskFile },
    timeoutMilliseconds: 600_000,
  });
  try {
    if ((await editor.suiteResult) !== 0) throw new Error('The suite failed.');
    const times = JSON.parse(await readFile(task.results, 'utf8')) as WindowTimes;
    return { ...times, traffic: await trafficIn(editor.folder) };
  } finally {
    await editor.close();
  }
}

/** The relays' traffic according to a window's log. */
async function trafficIn(folder: string): Promise<Traffic> {
  let fromBrowser = 0;
  let toDebugger = 0;
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('IDE Session Host.log')) continue;
    const text = await readFile(join(folder, file), 'utf8');
    const carried = /has forwarded ([\d.]+) MB from the browser, of which ([\d.]+) MB/g;
    for (const [, from, to] of text.matchAll(carried)) {
      fromBrowser += toMebibytes(Number(from));
      toDebugger += toMebibytes(Number(to));
    }
  }
  return { fromBrowser, toDebugger };
}

function toMebibytes(megabytes: number): number {
  return (megabytes * 1_000_000) / (1024 * 1024);
}
