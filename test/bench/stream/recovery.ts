import { once } from 'node:events';
import { startServer } from '../serverProcess.ts';
import { quantile, type Result, result } from '../statistics.ts';
import { dialRelay, Receiver } from './receiver.ts';
import { flood } from './throughput.ts';

const cuts = 20;
const endless = ['2000000000', '60'];

/** How long a controller that was cut off waits for the first message of its next connection, amid a flood. */
export async function measureRecovery(): Promise<Result[]> {
  const host = await startServer('stream/host.ts');
  const first = await Receiver.connect(host, 'bench');
  await first.run('bench', flood, endless);
  await once(first.socket, 'message');
  first.close();
  const ours: number[] = [];
  for (let cut = 0; cut < cuts; cut++) {
    const begun = performance.now();
    const next = await Receiver.connect(host, 'bench');
    await next.untilHeard();
    ours.push(performance.now() - begun);
    next.close();
  }
  await host.end();
  const bare = await relayed();
  return [result('cut off, next message p50', quantile(ours, 0.5), quantile(bare, 0.5))];
}

/** A new connection to a relay, whose program has to begin, too. */
async function relayed(): Promise<number[]> {
  const relay = await startServer('stream/relay.ts');
  const times: number[] = [];
  for (let cut = 0; cut < cuts; cut++) {
    const begun = performance.now();
    const socket = dialRelay(relay, [[flood, ...endless]]);
    await once(socket, 'message');
    times.push(performance.now() - begun);
    socket.terminate();
  }
  await relay.end();
  return times;
}
