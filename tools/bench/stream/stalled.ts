import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../fixtures/waiting.ts';
import { startServer } from '../support/serverProcess.ts';
import { lateness } from '../support/lateness.ts';
import { atMost, type Result, result, resultIn } from '../support/results.ts';
import { Receiver } from './receiver.ts';
import { flood, passThroughRelay } from './throughput.ts';

const lines = 2_000_000;
const width = 60;
const unheard = `a controller that does not read ${lines / 1e6} M lines of ${width}, next to their text`;
const mebibyte = 1024 * 1024;
/** How much the host may grow for a controller that does not read, in MiB. */
const maxGrowth = 32;

/**
 * The memory that a controller which stops reading costs the host while a program writes, and
 * whether it receives everything later.
 */
export async function measureStalled(folder: string): Promise<Result[]> {
  const server = await startServer('stream/host.ts');
  const receiver = await Receiver.connect(server, 'bench');
  // Memory that the same flood needs with a reading controller is not counted.
  await receiver.run('bench', flood, [String(lines), String(width)]);
  await receiver.untilEnded(1);
  const before = await server.measures();
  receiver.socket.pause();
  const finished = join(folder, 'finished');
  await receiver.run('bench', flood, [String(lines), String(width), finished]);
  await until('all is written', () => existsSync(finished));
  const stalled = await server.measures();
  const begun = performance.now();
  receiver.logged = 0;
  receiver.socket.resume();
  await receiver.untilEnded(2);
  const took = performance.now() - begun;
  const heard = await server.measures();
  const expected = lines * (width + 1);
  if (receiver.logged !== expected) throw new Error(`${receiver.logged} of ${expected} bytes.`);
  receiver.close();
  await server.end();
  const relayed = await passThroughRelay({ programs: 1, lines, width });
  const grown = (stalled.memory - before.memory) / mebibyte;
  const text = (lines * width) / mebibyte;
  return [
    resultIn('MiB', `growth of memory for ${unheard}`, grown, text, atMost(maxGrowth, 'MiB')),
    result('all of them heard afterwards, next to their relay', took, relayed.took),
    ...lateness(stalled, relayed.measures, 'while it does not read'),
    ...lateness(heard, relayed.measures, 'while it hears all of them'),
  ];
}
