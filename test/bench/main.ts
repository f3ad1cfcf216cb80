// The benchmark: `npm run bench`. Prints a table and writes dist/bench.json.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureFirstStop } from './firstStop.ts';
import { measureLatency } from './latency.ts';
import { measureManyBuilds } from './manyBuilds.ts';
import { measureManySessions } from './manySessions.ts';
import { measureStartUp } from './startUp.ts';
import { type Result, tableOf } from './statistics.ts';

const dist = join(import.meta.dirname, '../../dist');

async function measureAll(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ide-session-host-bench-'));
  try {
    return [
      ...(await measureLatency()),
      ...(await measureManySessions(folder)),
      ...(await measureStartUp(folder)),
      ...(await measureFirstStop()),
      ...(await measureManyBuilds()),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const results = await measureAll();
console.log(tableOf(results));
await mkdir(dist, { recursive: true });
const surroundings = { node: process.version, cores: availableParallelism() };
await writeFile(
  join(dist, 'bench.json'),
  `${JSON.stringify({ ...surroundings, results }, undefined, 2)}\n`,
);
