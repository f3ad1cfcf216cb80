import { Client } from './latency/client.ts';
import { measureAlternately, repeated } from './latency.ts';
import { putSession } from './latency/requests.ts';
import { quantile, ratioAtLeast, ratioAtMost, type Result, result, resultIn } from './results.ts';
import { startServer } from './serverProcess.ts';
import { passThroughHost } from './stream/throughput.ts';
import { tracingArguments } from './tracing.ts';

/** How often both kinds of hosts are started, each first in half of them. */
const pairs = 6;

/** The maximum cost of recording, as shares of the times without it. */
const maxRequestCost = 0.05;
const maxOutputCost = 0.03;

const load = { programs: 1, lines: 4_000_000, width: 60 };

/** One kind of host next to the other, in equal numbers. */
interface Sides {
  readonly on: number[];
  readonly off: number[];
}

/** What it costs to record a trace in memory, next to hosts that record nothing. */
export async function measureTrace(): Promise<Result[]> {
  const requests: Sides = { on: [], off: [] };
  const speeds: Sides = { on: [], off: [] };
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const);
    await measureRequests(order, requests);
    for (const side of order) speeds[side].push(await measureSpeed(side));
  }
  const median = (values: readonly number[]): number => quantile(values, 0.5);
  return [
    result(
      '`PUT /run_session` with 40 variables of a host that records a trace, next to one that does not, p50',
      median(requests.on),
      median(requests.off),
      ratioAtMost(1 + maxRequestCost),
    ),
    resultIn(
      'M lines/s',
      `one session, lines of ${load.width} characters, of a host that records a trace, next to one that does not`,
      median(speeds.on),
      median(speeds.off),
      ratioAtLeast(1 - maxOutputCost),
    ),
  ];
}

/** Adds the times of requests to a host of each side, in milliseconds. */
async function measureRequests(order: readonly (keyof Sides)[], times: Sides): Promise<void> {
  const hosts = await Promise.all(
    order.map((side) => startServer('hostProcess.ts', tracingArguments[side])),
  );
  const clients = hosts.map((host) => new Client(host));
  const measured = await measureAlternately(clients, repeated(putSession('app.js')));
  for (const [index, side] of order.entries()) times[side].push(...(measured[index] ?? []));
  for (const client of clients) client.close();
  await Promise.all(hosts.map((host) => host.end()));
}

/** In millions of lines per second. */
async function measureSpeed(side: keyof Sides): Promise<number> {
  const { took } = await passThroughHost(load, tracingArguments[side]);
  return load.lines / took / 1_000;
}
