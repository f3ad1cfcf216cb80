import { once } from 'node:events';
import { join } from 'node:path';
import { startServer } from '../serverProcess.ts';
import { quantile, type Result, result } from '../statistics.ts';
import { dialRelay, Receiver } from './receiver.ts';
import { flood } from './throughput.ts';

const ticks = join(import.meta.dirname, 'ticks.mjs');
const count = 500;
/** How late what a program writes may be heard while nothing else happens, in milliseconds. */
const mostWhenIdle = 2;
const nanosecondsInMillisecond = 1e6;
/** More than is written while the ticks last. */
const endless = ['2000000000', '60'];

/** From a program's write to the controller's receipt, alone and beside another session's flood. */
export async function measureDelay(): Promise<Result[]> {
  const idle = { ours: await throughHost([]), bare: await throughRelay([]) };
  const flooded = { ours: await throughHost([endless]), bare: await throughRelay([endless]) };
  const p = (share: number, values: readonly number[]): number => quantile(values, share);
  return [
    result('write to receipt, idle p50', p(0.5, idle.ours), p(0.5, idle.bare), mostWhenIdle),
    result('write to receipt, idle p99', p(0.99, idle.ours), p(0.99, idle.bare)),
    result('write to receipt, flood p50', p(0.5, flooded.ours), p(0.5, flooded.bare)),
    result('write to receipt, flood p99', p(0.99, flooded.ours), p(0.99, flooded.bare)),
  ];
}

async function throughHost(floods: readonly (readonly string[])[]): Promise<number[]> {
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
  await receiver.run('bench', ticks, [String(count)]);
  await done;
  receiver.close();
  await server.end();
  return times;
}

async function throughRelay(floods: readonly (readonly string[])[]): Promise<number[]> {
  const server = await startServer('stream/relay.ts');
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
  socket.terminate();
  await server.end();
  return times;
}

/** Notes how old the ticks in a message are, and says whether all have come. */
function timesIn(times: number[]): (message: Buffer) => boolean {
  return (message) => {
    const now = process.hrtime.bigint();
    // A flood's messages are large, and hold no tick.
    if (message.length > 4096) return false;
    for (const [, time = ''] of message.toString('latin1').matchAll(/tick (\d+)/g)) {
      times.push(Number(now - BigInt(time)) / nanosecondsInMillisecond);
    }
    return times.length >= count;
  };
}
