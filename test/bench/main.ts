// The benchmark: `npm run bench`, or parts of it: `npm run bench -- projects startUp`. Prints a table and
// writes dist/bench.json.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureFirstStop } from './firstStop.ts';
import { measureLatency } from './latency.ts';
import { measureManyBuilds } from './manyBuilds.ts';
import { measureManySessions } from './manySessions.ts';
import { measureProjectStarts } from './projectStarts.ts';
import { measureStartUp } from './startUp.ts';
import { type Result, tableOf } from './statistics.ts';
import { measureDelay } from './stream/delay.ts';
import { measureFloods } from './stream/floods.ts';
import { measureRecovery } from './stream/recovery.ts';
import { measureStalled } from './stream/stalled.ts';

const dist = join(import.meta.dirname, '../../dist');

/** The parts by their names; each may use the folder. */
const parts: Readonly<Record<string, (folder: string) => Promise<Result[]>>> = {
  latency: measureLatency,
  floods: measureFloods,
  delay: measureDelay,
  stalled: measureStalled,
  recovery: measureRecovery,
  sessions: measureManySessions,
  startUp: measureStartUp,
  firstStop: measureFirstStop,
  builds: measureManyBuilds,
  projects: measureProjectStarts,
};

async function measure(names: readonly string[]): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ide-session-host-bench-'));
  const results: Result[] = [];
  try {
    for (const name of names) {
      const part = parts[name];
      if (part === undefined) {
        throw new Error(`There is no part ${name}. Choose from ${Object.keys(parts).join(', ')}.`);
      }
      results.push(...(await part(folder)));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const chosen = process.argv.slice(2);
const results = await measure(chosen.length === 0 ? Object.keys(parts) : chosen);
console.log(tableOf(results));
await mkdir(dist, { recursive: true });
const surroundings = { node: process.version, cores: availableParallelism() };
await writeFile(
  join(dist, 'bench.json'),
  `${JSON.stringify({ ...surroundings, results }, undefined, 2)}\n`,
);
