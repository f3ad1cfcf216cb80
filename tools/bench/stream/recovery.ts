import { once } from 'node:events';
import { startServer } from '../support/serverProcess.ts';
import { lateness } from '../support/lateness.ts';
import type { Measures } from '../support/measuredProcess.ts';
import { quantile, type Result, result } from '../support/results.ts';
import { dialRelay, Receiver } from './receiver.ts';
import { flood } from './throughput.ts';

const cuts = 20;
const endless = ['2000000000', '60'];
const name = 'from a new connection to its first message, amid a flood, p50';

/** The delay of each first message, in milliseconds, and the load on the server for all. */
interface Recovery {
  readonly times: readonly number[];
  readonly measures: Measures;
}

/**
 * How long a controller waits after a disconnect for the first message of its next connection,
 * during a flood.
 */
export async function measureRecovery(): Promise<Result[]> {
  const ours = await delivered();
  const bare = await relayed();
  return [
    result(name, quantile(ours.times, 0.5), quantile(bare.times, 0.5)),
    ...lateness(ours.measures, bare.measures),
  ];
}

async function delivered(): Promise<Recovery> {
  const host = await startServer('stream/host.ts');
  const first = await Receiver.connect(host, 'bench');
  await first.run('bench', flood, endless);
  await once(first.socket, 'message');
  first.close();
  await host.measures();
  const times: number[] = [];
  for (let cut = 0; cut < cuts; cut++) {
    const begun = performance.now();
    const next = await Receiver.connect(host, 'bench');
    await next.untilHeard();
    times.push(performance.now() - begun);
    next.close();
  }
  const measures = await host.measures();
  await host.end();
  return { times, measures };
}

/** A new connection to a relay, which also has to start its program. */
async function relayed(): Promise<Recovery> {
  const relay = await startServer('stream/relay.ts');
  await relay.measures();
  const times: number[] = [];
  for (let cut = 0; cut < cuts; cut++) {
    const begun = performance.now();
    const socket = dialRelay(relay, [[flood, ...endless]]);
    await once(socket, 'message');
    times.push(performance.now() - begun);
    socket.terminate();
  }
  const measures = await relay.measures();
  await relay.end();
  return { times, measures };
}
