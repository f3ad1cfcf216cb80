import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lateness } from './support/lateness.ts';
import { type Measures, measureProcess } from './support/measuredProcess.ts';
import { quantile, type Result, result } from './support/results.ts';
import { startServer } from './support/serverProcess.ts';
import { Receiver } from './stream/receiver.ts';

const counts = [50, 250, 500];
const command = ['sleep', '600'] as const;

/** How long ending all took, and the load on their parent; times in milliseconds. */
interface Stops {
  readonly took: number;
  /** The response times of the requests to stop. */
  readonly answers: readonly number[];
  readonly measures: Measures;
}

/** How long stopping many sessions together takes, compared with `kill` by hand. */
export async function measureManyStops(): Promise<Result[]> {
  const results: Result[] = [];
  for (const count of counts) {
    const ours = await asSessions(count);
    const bare = await byHand(count);
    const [alone = 0] = (await asSessions(1)).answers;
    const what = `\`DELETE\` of each of ${count} running sessions`;
    results.push(
      result(`${count} sessions stopped together, next to \`kill\` by hand`, ours.took, bare.took),
      result(`${what}, p50, next to one alone`, quantile(ours.answers, 0.5), alone),
      result(`${what}, p95, next to one alone`, quantile(ours.answers, 0.95), alone),
      ...lateness(ours.measures, bare.measures, `${count} sessions stopped`),
    );
  }
  return results;
}

async function asSessions(count: number): Promise<Stops> {
  const host = await startServer('stream/host.ts');
  const receiver = await Receiver.connect(host, 'bench');
  const paths: string[] = [];
  for (let left = count; left > 0; left--) {
    paths.push(await receiver.runCommand('bench', command[0], command.slice(1)));
  }
  await receiver.untilStarted(count);
  await host.measures();
  const answers: number[] = [];
  const begun = performance.now();
  for (const path of paths) {
    const asked = performance.now();
    await receiver.stop('bench', path);
    answers.push(performance.now() - asked);
  }
  await receiver.untilEnded(count);
  const took = performance.now() - begun;
  const measures = await host.measures();
  receiver.close();
  await host.end();
  return { took, answers, measures };
}

async function byHand(count: number): Promise<Stops> {
  const children: ChildProcess[] = [];
  for (let left = count; left > 0; left--) {
    const [name, ...args] = command;
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    await once(child, 'spawn');
    children.push(child);
  }
  const measures = measureProcess();
  const begun = performance.now();
  const ends = children.map((child) => once(child, 'close'));
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(ends);
  return { took: performance.now() - begun, answers: [], measures: measures() };
}
