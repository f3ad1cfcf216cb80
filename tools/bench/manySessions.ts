import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultSettings } from '../../src/host/settings.ts';
import { lateness, overall } from './support/lateness.ts';
import { type Measures, measureProcess } from './support/measuredProcess.ts';
import { quantile, type Result, result } from './support/results.ts';
import { startServer } from './support/serverProcess.ts';
import { Receiver } from './stream/receiver.ts';

const count = 500;
const rounds = 3;

/** How long all programs took to end, in milliseconds, and the load on their parent. */
interface Round {
  readonly took: number;
  readonly measures: Measures;
}

/**
 * How long many short programs take as sessions, compared with starting them by hand with the same
 * concurrency.
 */
export async function measureManySessions(folder: string): Promise<Result[]> {
  const program = join(folder, 'empty.js');
  await writeFile(program, '');
  const ours: Round[] = [];
  const bare: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await asSessions(program));
    bare.push(await byHand(program));
  }
  const time = (all: readonly Round[]): number =>
    quantile(
      all.map(({ took }) => took),
      0.5,
    );
  const measures = (all: readonly Round[]): Measures => overall(all.map((one) => one.measures));
  return [
    result(
      `${count} sessions of short programs, next to starting them by hand`,
      time(ours),
      time(bare),
    ),
    ...lateness(measures(ours), measures(bare)),
  ];
}

async function asSessions(program: string): Promise<Round> {
  const host = await startServer('stream/host.ts');
  const receiver = await Receiver.connect(host, 'bench');
  await host.measures();
  const begun = performance.now();
  await Promise.all(Array.from({ length: count }, () => receiver.run('bench', program, [])));
  await receiver.untilEnded(count);
  const took = performance.now() - begun;
  const measures = await host.measures();
  receiver.close();
  await host.end();
  return { took, measures };
}

/** As with sessions, a slot is free for the next start as soon as a program runs. */
async function byHand(program: string): Promise<Round> {
  const measures = measureProcess();
  const ends: Promise<unknown>[] = [];
  let left = count;
  const begun = performance.now();
  const startAll = async (): Promise<void> => {
    while (left-- > 0) {
      const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.resume();
      child.stderr.resume();
      ends.push(once(child, 'close'));
      await once(child, 'spawn');
    }
  };
  await Promise.all(Array.from({ length: defaultSettings.startWidth }, startAll));
  await Promise.all(ends);
  return { took: performance.now() - begun, measures: measures() };
}
