import { once } from 'node:events';
import { join } from 'node:path';
import { startServer } from '../support/serverProcess.ts';
import { lateness } from '../support/lateness.ts';
import type { Measures } from '../support/measuredProcess.ts';
import { atMost, type Bound, quantile, type Result, result } from '../support/results.ts';
import { dialRelay, Receiver } from './receiver.ts';
import { flood } from './throughput.ts';

const ticks = join(import.meta.dirname, 'ticks.mjs');
const count = 500;
/** The limit for the delay of a program's output without other load, in milliseconds. */
const maxWhenIdle = 2;
/** The limit during another session's flood, for 99 of 100 messages. */
const maxInFlood = 100;
const nanosecondsInMillisecond = 1e6;
/** More than is written during the ticks. */
const endless = ['2000000000', '60'];
const inFlood = "beside another session's flood";

/**
 * The age of a program's output when it was received, in milliseconds, and the load on the server.
 */
interface Delays {
  readonly times: readonly number[];
  readonly measures: Measures;
}

/** From a program's write to the controller's receipt, alone and during another session's flood. */
export async function measureDelay(): Promise<Result[]> {
  const idle = { ours: await throughHost([]), bare: await throughRelay([]) };
  const flooded = { ours: await throughHost([endless]), bare: await throughRelay([endless]) };
  return [
    delay('p50', 0.5, idle, atMost(maxWhenIdle, 'ms')),
    delay('p99', 0.99, idle),
    delay(`${inFlood}, p50`, 0.5, flooded),
    delay(`${inFlood}, p99`, 0.99, flooded, atMost(maxInFlood, 'ms')),
    ...lateness(idle.ours.measures, idle.bare.measures),
    ...lateness(flooded.ours.measures, flooded.bare.measures, inFlood),
  ];
}

function delay(
  what: string,
  share: number,
  { ours, bare }: { ours: Delays; bare: Delays },
  bound?: Bound,
): Result {
  const name = `from a program's write to the controller's receipt, ${what}`;
  return result(name, quantile(ours.times, share), quantile(bare.times, share), bound);
}

async function throughHost(floods: readonly (readonly string[])[]): Promise<Delays> {
  const server = await startServer('stream/host.ts');
  const receiver = await Receiver.connect(server, 'bench');
  for (const args of floods) await receiver.run('bench', flood, args);
  if (floods.length > 0) await once(receiver.socket, 'message');
  const times: number[] = [];
  const heard = timesIn(times);
  const done = new Promise<void>((resolve) => {
    receiver.socket.on('message', (data: Buffer) => {
      if (heard(data)) resolve();
    });
  });
  await server.measures();
  await receiver.run('bench', ticks, [String(count)]);
  await done;
  const measures = await server.measures();
  receiver.close();
  await server.end();
  return { times, measures };
}

async function throughRelay(floods: readonly (readonly string[])[]): Promise<Delays> {
  const server = await startServer('stream/relay.ts');
  await server.measures();
  const socket = dialRelay(server, [
    ...floods.map((args) => [flood, ...args]),
    [ticks, String(count)],
  ]);
  const times: number[] = [];
  const heard = timesIn(times);
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      if (heard(data)) resolve();
    });
  });
  const measures = await server.measures();
  socket.terminate();
  await server.end();
  return { times, measures };
}

/** Records the age of the ticks in a message, and returns whether all have arrived. */
function timesIn(times: number[]): (message: Buffer) => boolean {
  return (message) => {
    const now = process.hrtime.bigint();
    // A flood's messages are large and have no ticks.
    if (message.length > 4096) return false;
    for (const [, time = ''] of message.toString('latin1').matchAll(/tick (\d+)/g)) {
      times.push(Number(now - BigInt(time)) / nanosecondsInMillisecond);
    }
    return times.length >= count;
  };
}
