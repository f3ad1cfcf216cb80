import { pollUntil, type Clock } from '../../common/clock.ts';
import type { ProcessTree } from './processTree.ts';

/** If the root stays, the other processes are asked this long before the end of the grace period, in milliseconds. */
const lastGrace = 2_000;
/**
 * When a tree is killed at the latest if some processes were asked late, in milliseconds. Controllers wait
 * for ten seconds, and finding all processes takes one or two seconds on a busy machine.
 */
const latestKill = 7_500;
/** How long the root may take to exit after the processes that were asked late, beyond the grace period, in milliseconds. */
const followTime = 500;

/** Resolves to whether the whole tree has ended within the limit, in milliseconds. */
export function isGoneWithin(
  tree: Pick<ProcessTree, 'isAlive'>,
  clock: Clock,
  limit: () => number,
): Promise<boolean> {
  return pollUntil(clock, limit, async () => !(await tree.isAlive()));
}

/**
 * Asks all processes of the tree to exit, and kills the rest after the grace period in milliseconds. The
 * period starts again for processes that were asked late.
 */
export async function endTree(tree: ProcessTree, clock: Clock, grace: () => number): Promise<void> {
  const began = clock.elapsed();
  await askTree(tree, clock, grace);
  const asked = clock.elapsed();
  const taken = asked - began;
  let lateUntil = -Infinity;
  const isGone = async (): Promise<boolean> => {
    if (!(await tree.isAlive())) return true;
    if (tree.isLateAlive()) lateUntil = clock.elapsed() - asked;
    return false;
  };
  const limit = (): number =>
    Math.max(grace() - taken, Math.min(grace(), latestKill - taken, lateUntil + followTime));
  if (!(await pollUntil(clock, limit, isGone))) await tree.kill();
}

/**
 * Asks each process of a tree to exit once. If the root forwards the signal, its children would receive it
 * twice, and many programs exit immediately on a second signal. So the others are asked when the root has
 * ended, or late in the grace period.
 */
export async function askTree(
  tree: Pick<ProcessTree, 'askRoot' | 'isRootAlive' | 'terminate'>,
  clock: Clock,
  grace: () => number,
): Promise<void> {
  await tree.askRoot();
  const limit = (): number => Math.max(grace() / 2, grace() - lastGrace);
  await pollUntil(clock, limit, async () => !(await tree.isRootAlive()));
  await tree.terminate();
}
