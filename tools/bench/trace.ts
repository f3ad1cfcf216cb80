import { Client } from './latency/client.ts';
import { measureAlternately, repeated } from './latency.ts';
import { putSession } from './latency/requests.ts';
import {
  quantile,
  ratioAtLeast,
  ratioAtMost,
  type Result,
  result,
  resultIn,
} from './support/results.ts';
import { startServer } from './support/serverProcess.ts';
import { Receiver } from './stream/receiver.ts';
import { flood } from './stream/throughput.ts';
import { tracingArguments } from './support/tracing.ts';

/** How often the hosts of all sides are started, each side first as often as the others. */
const sets = 6;
/** How many floods pass through each host of a set, after one that is not measured. */
const floods = 3;

/** The maximum cost of recording, as shares of the times without it. */
const maxRequestCost = 0.05;
const maxOutputCost = 0.03;

const lines = 1_000_000;
const width = 60;

/** A host that records, one that does not, and another one that does not: what they differ by is noise. */
const sides = { on: 'on', off: 'off', again: 'off' } as const;
type Side = keyof typeof sides;
const names = Object.keys(sides) as Side[];

type Measured = Readonly<Record<Side, number[]>>;

/** What it costs to record a trace in memory, next to hosts that record nothing. */
export async function measureTrace(): Promise<Result[]> {
  const requests: Measured = { on: [], off: [], again: [] };
  const speeds: Measured = { on: [], off: [], again: [] };
  for (let set = 0; set < sets; set++) {
    const first = set % names.length;
    const order = [...names.slice(first), ...names.slice(0, first)];
    await measureRequests(order, requests);
    await measureSpeeds(order, speeds);
  }
  const median = (values: readonly number[]): number => quantile(values, 0.5);
  const put = '`PUT /run_session` with 40 variables of a host';
  const output = `one session, lines of ${width} characters, of a host`;
  const without = 'records nothing, next to another one';
  const recording = 'that records a trace, next to one that does not';
  const unit = 'M lines/s';
  const [on, off, again] = names.map((side) => median(speeds[side]));
  return [
    result(
      `${put} ${recording}, p50`,
      median(requests.on),
      median(requests.off),
      ratioAtMost(1 + maxRequestCost),
    ),
    result(`${put} that ${without}, p50`, median(requests.again), median(requests.off)),
    resultIn(
      unit,
      `${output} ${recording}`,
      on ?? Number.NaN,
      off ?? Number.NaN,
      ratioAtLeast(1 - maxOutputCost),
    ),
    resultIn(unit, `${output} that ${without}`, again ?? Number.NaN, off ?? Number.NaN),
  ];
}

/** Adds the times of requests to a host of each side, in milliseconds. */
async function measureRequests(order: readonly Side[], times: Measured): Promise<void> {
  const hosts = await Promise.all(
    order.map((side) => startServer('support/hostProcess.ts', tracingArguments[sides[side]])),
  );
  const clients = hosts.map((host) => new Client(host));
  const measured = await measureAlternately(clients, repeated(putSession('app.js')));
  for (const [index, side] of order.entries()) times[side].push(...(measured[index] ?? []));
  for (const client of clients) client.close();
  await Promise.all(hosts.map((host) => host.end()));
}

/** Adds the speeds of floods through a host of each side, one flood after the other. */
async function measureSpeeds(order: readonly Side[], speeds: Measured): Promise<void> {
  const hosts = await Promise.all(
    order.map(async (side) => {
      const server = await startServer('stream/host.ts', tracingArguments[sides[side]]);
      return { side, server, receiver: await Receiver.connect(server, 'bench') };
    }),
  );
  for (let passed = 0; passed <= floods; passed++) {
    for (const { receiver, side } of passed % 2 === 0 ? hosts : hosts.toReversed()) {
      const speed = await measureSpeed(receiver, passed + 1);
      if (passed > 0) speeds[side].push(speed);
    }
  }
  for (const { receiver, server } of hosts) {
    receiver.close();
    await server.end();
  }
}

/** Lets a flood pass, after which this many sessions have ended. In millions of lines per second. */
async function measureSpeed(receiver: Receiver, ended: number): Promise<number> {
  const begun = performance.now();
  await receiver.run('bench', flood, [String(lines), String(width)]);
  await receiver.untilEnded(ended);
  // A line end takes two bytes in JSON.
  if (receiver.logged !== ended * lines * (width + 1)) {
    throw new Error(`${receiver.logged} bytes were received.`);
  }
  return lines / (performance.now() - begun) / 1_000;
}
