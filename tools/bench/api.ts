import { deferred } from '../../src/common/deferred.ts';
import { Client, type Watch } from './api/client.ts';
import { type ApiTarget, getMemory, startDcp, startOurs } from './api/target.ts';
import {
  type Bound,
  quantile,
  ratioAtMost,
  type Result,
  result,
  resultIn,
} from './support/results.ts';

const objects = 1_000;
const watchCount = 100;
const lists = 20;
const changes = 50;
const burst = 200;
/** Odd, so that the median is a measured value. */
const rounds = 3;

/** Times in milliseconds, memory in MiB. */
interface Figures {
  readonly creates: number;
  readonly list: number;
  readonly opening: number;
  readonly delay: number;
  readonly delayP95: number;
  readonly burst: number;
  readonly growth: number;
}

const ahead: Bound = { text: 'ahead', holds: ({ baseline, ours }) => ours < baseline };

/**
 * The resource API with many sessions and watches, next to DCP's own API server with as many objects: medians of
 * rounds. The client's own code becomes faster from round to round, so the servers take turns in being first.
 */
export async function measureApi(): Promise<Result[]> {
  const ours: Figures[] = [];
  const dcp: Figures[] = [];
  for (let round = 0; round < rounds; round++) {
    const measureOurs = async () => ours.push(await measure(await startOurs()));
    const measureDcp = async () => dcp.push(await measure(await startDcp()));
    const turn = [measureDcp, measureOurs];
    for (const next of round % 2 === 0 ? turn : turn.toReversed()) await next();
  }
  const median = (all: readonly Figures[], figure: keyof Figures): number =>
    quantile(
      all.map((figures) => figures[figure]),
      0.5,
    );
  const time = (name: string, figure: keyof Figures, bound: Bound): Result =>
    result(name, median(ours, figure), median(dcp, figure), bound);
  const half = ratioAtMost(0.5);
  return [
    time(`API: creating ${objects} sessions, next to DCP's API server`, 'creates', ahead),
    time(`API: list of ${objects} sessions, median`, 'list', half),
    time(`API: ${watchCount} watches opened, until all see a change`, 'opening', half),
    time(`API: change to event on ${watchCount} watches, median`, 'delay', ahead),
    time(`API: change to event on ${watchCount} watches, p95`, 'delayP95', ahead),
    time(`API: ${burst} changes until ${burst * watchCount} events`, 'burst', ahead),
    resultIn(
      'MiB',
      'API: growth of memory over idle',
      median(ours, 'growth'),
      median(dcp, 'growth'),
      half,
    ),
  ];
}

async function measure(target: ApiTarget): Promise<Figures> {
  const client = new Client(target);
  const marks = new Marks();
  try {
    await client.list();
    const idle = await getMemory(target.pid);
    const creates = await timed(() => createAll(client));
    const listTimes: number[] = [];
    for (let count = 0; count < lists; count++) listTimes.push(await timed(() => client.list()));
    const opened = performance.now();
    await openAll(client, marks);
    await marks.change(client);
    const opening = performance.now() - opened;
    const delays: number[] = [];
    for (let count = 0; count < changes; count++) delays.push(...(await marks.change(client)));
    const burstTime = await timed(() => marks.changeMany(client));
    const growth = (await getMemory(target.pid)) - idle;
    return {
      creates,
      list: quantile(listTimes, 0.5),
      opening,
      delay: quantile(delays, 0.5),
      delayP95: quantile(delays, 0.95),
      burst: burstTime,
      growth,
    };
  } finally {
    marks.close();
    client.dispose();
    await target.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Creates all objects, four at a time. */
async function createAll(client: Client): Promise<void> {
  let next = 0;
  const createNext = async (): Promise<void> => {
    while (next < objects) await client.create(`session-${next++}`);
  };
  await Promise.all(Array.from({ length: 4 }, createNext));
}

async function openAll(client: Client, marks: Marks): Promise<void> {
  const version = await client.list();
  const opening = Array.from({ length: watchCount }, () => client.watch(version, marks.seen));
  marks.watches = await Promise.all(opening);
}

/** The marks that changes set, and how the watches see them. */
class Marks {
  watches: readonly Watch[] = [];
  readonly #expected = new Map<number, (time: number) => void>();
  #last = 0;

  readonly seen = (mark: number): void => this.#expected.get(mark)?.(performance.now());

  /** Changes an object. Returns after which time each watch saw it. */
  async change(client: Client): Promise<readonly number[]> {
    const begun = performance.now();
    const mark = ++this.#last;
    const times = this.#expect(mark);
    await client.mark(`session-${mark % objects}`, mark);
    return (await times).map((time) => time - begun);
  }

  /** Changes many objects, four at a time, and waits until all watches have seen all changes. */
  async changeMany(client: Client): Promise<void> {
    const waiting: Promise<unknown>[] = [];
    let left = burst;
    const changeNext = async (): Promise<void> => {
      while (left-- > 0) {
        const mark = ++this.#last;
        waiting.push(this.#expect(mark));
        await client.mark(`session-${mark % objects}`, mark);
      }
    };
    await Promise.all(Array.from({ length: 4 }, changeNext));
    await Promise.all(waiting);
  }

  close(): void {
    for (const watch of this.watches) watch.close();
  }

  #expect(mark: number): Promise<readonly number[]> {
    const { promise, resolve } = deferred<readonly number[]>();
    const times: number[] = [];
    this.#expected.set(mark, (time) => {
      times.push(time);
      if (times.length === watchCount) resolve(times);
    });
    return promise;
  }
}
