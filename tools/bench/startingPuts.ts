import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atMost, quantile, type Result, result } from './support/results.ts';
import { startServer } from './support/serverProcess.ts';
import { Receiver } from './stream/receiver.ts';

const count = 200;
const most = 5;

/**
 * How long a `PUT` takes while the programs of earlier ones start, compared with one while nothing
 * starts.
 */
export async function measureStartingPuts(folder: string): Promise<Result[]> {
  const program = join(folder, 'starting.js');
  await writeFile(program, 'setTimeout(() => {}, 500);');
  const busy = await measure(program, () => Promise.resolve());
  const alone = await measure(program, (receiver, ended) => receiver.untilEnded(ended));
  const what = `\`PUT /run_session\`, one after the other, while up to ${count} programs start`;
  return [
    result(
      `${what}, p50, next to one while none starts`,
      quantile(busy, 0.5),
      quantile(alone, 0.5),
    ),
    result(
      `${what}, p95, next to one while none starts`,
      quantile(busy, 0.95),
      quantile(alone, 0.95),
      atMost(most, 'ms'),
    ),
  ];
}

/** How long each `PUT` took, in milliseconds; `between` is awaited after each with their number. */
async function measure(
  program: string,
  between: (receiver: Receiver, count: number) => Promise<void>,
): Promise<readonly number[]> {
  const host = await startServer('stream/host.ts');
  const receiver = await Receiver.connect(host, 'bench');
  const times: number[] = [];
  for (let made = 1; made <= count; made++) {
    const begun = performance.now();
    await receiver.run('bench', program, []);
    times.push(performance.now() - begun);
    await between(receiver, made);
  }
  await receiver.untilEnded(count);
  receiver.close();
  await host.end();
  return times;
}
