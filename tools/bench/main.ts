// The benchmark: `npm run bench`, or parts of it: `npm run bench -- projects startUp`. Prints a
// table and writes dist/bench.json; with `--write` also the table in BENCHMARKS.md.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureActivation } from './starts/activation.ts';
import { measureApi } from './api.ts';
import { measureBodies } from './bodies.ts';
import { measureEnding } from './starts/ending.ts';
import { measureAspireRun } from './starts/aspireRun.ts';
import { measureFalseHits } from './falseHits.ts';
import { measureFirstStop } from './firstStop.ts';
import { measureHotReload } from './hotReload.ts';
import { measureLatency } from './latency.ts';
import { measureManyHosts } from './cluster/manyHosts.ts';
import { measureSimulation } from './cluster/simulation.ts';
import { measureManyBuilds } from './starts/manyBuilds.ts';
import { measureManySessions } from './manySessions.ts';
import { measureManyStops } from './manyStops.ts';
import { measureOutOfDate } from './outOfDate.ts';
import { measurePageView } from './pageView.ts';
import { measurePrepared } from './starts/prepared.ts';
import { measureProjectStarts } from './starts/projectStarts.ts';
import type { Result, Results } from './support/results.ts';
import { formatTable, withResults } from './support/resultsTable.ts';
import { measureSessionViews } from './sessionViews.ts';
import { measureSeen } from './seen.ts';
import { measureSessionLog } from './sessionLog.ts';
import { measureStops } from './stops.ts';
import { measureStartingPuts } from './startingPuts.ts';
import { measureTrace } from './trace.ts';
import { measureStartUp } from './starts/startUp.ts';
import { measureDelay } from './stream/delay.ts';
import { measureFloods } from './stream/floods.ts';
import { measureRecovery } from './stream/recovery.ts';
import { measureStalled } from './stream/stalled.ts';

const root = join(import.meta.dirname, '../..');

/** The parts by name; each may use the folder. */
const parts: Readonly<Record<string, (folder: string) => Promise<Result[]>>> = {
  latency: measureLatency,
  bodies: measureBodies,
  floods: measureFloods,
  delay: measureDelay,
  stalled: measureStalled,
  recovery: measureRecovery,
  sessions: measureManySessions,
  manyStops: measureManyStops,
  hosts: measureManyHosts,
  simulation: measureSimulation,
  starting: measureStartingPuts,
  ending: measureEnding,
  startUp: measureStartUp,
  activation: measureActivation,
  firstStop: measureFirstStop,
  stops: measureStops,
  falseHits: measureFalseHits,
  pageView: measurePageView,
  outOfDate: measureOutOfDate,
  hotReload: measureHotReload,
  builds: measureManyBuilds,
  projects: measureProjectStarts,
  prepared: measurePrepared,
  aspire: measureAspireRun,
  api: measureApi,
  seen: measureSeen,
  sessionViews: measureSessionViews,
  sessionLog: measureSessionLog,
  trace: measureTrace,
};

/** Measures these parts, and reports all results so far after each. */
async function measure(
  names: readonly string[],
  keep: (results: Results) => Promise<void>,
): Promise<Results> {
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new Error(`There is no part ${unknown}. Choose from ${Object.keys(parts).join(', ')}.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'ide-session-host-bench-'));
  const results = new Map<string, readonly Result[]>();
  try {
    for (const name of names) {
      results.set(name, (await parts[name]?.(folder)) ?? []);
      await keep(results);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeResults(results: Results): Promise<void> {
  const surroundings = { node: process.version, cores: availableParallelism() };
  const content = { ...surroundings, results: Object.fromEntries(results) };
  const dist = join(root, 'dist');
  await mkdir(dist, { recursive: true });
  await writeFile(join(dist, 'bench.json'), `${JSON.stringify(content, undefined, 2)}\n`);
}

async function writeDocument(results: Results): Promise<void> {
  const path = join(root, 'BENCHMARKS.md');
  const text = await readFile(path, 'utf8');
  await writeFile(path, withResults(text, results, Object.keys(parts)));
}

const { positionals, values } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = positionals.length === 0 ? Object.keys(parts) : positionals;
const results = await measure(chosen, async (soFar) => {
  await writeResults(soFar);
  if (values.write) await writeDocument(soFar);
});
console.log(formatTable(results));
