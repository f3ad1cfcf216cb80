import { becomes, type Clock } from '../../common/clock.ts';
import type { ProcessTree } from './processTree.ts';

/** How long before the end of the grace the others are asked where the root stays, at most, in milliseconds. */
const lastGrace = 2_000;
/**
 * After how long a tree is killed where some were asked late, in milliseconds. Controllers wait for ten
 * seconds, and on a busy machine it takes one or two to find all that is left.
 */
const latestKill = 7_500;
/** How long a program may take to end after those that were asked late, beyond its grace, in milliseconds. */
const followTime = 500;

/** Resolves to whether all of the tree has ended before the limit, in milliseconds. */
export function isGoneWithin(
  tree: Pick<ProcessTree, 'isAlive'>,
  clock: Clock,
  limit: () => number,
): Promise<boolean> {
  return becomes(clock, limit, async () => !(await tree.isAlive()));
}

/**
 * Asks all of the tree to end, and kills what is left after the grace, in milliseconds. It begins when the
 * last are asked, as long as any of those are left.
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
  if (!(await becomes(clock, limit, isGone))) await tree.kill();
}

/**
 * Asks a tree to end, each process once. A parent that passes the signal on would have its children
 * hear it twice, and many take the second time for impatience: so the others are asked when the root
 * has gone, or late in the grace if it stays.
 */
export async function askTree(
  tree: Pick<ProcessTree, 'askRoot' | 'isRootAlive' | 'terminate'>,
  clock: Clock,
  grace: () => number,
): Promise<void> {
  await tree.askRoot();
  const limit = (): number => Math.max(grace() / 2, grace() - lastGrace);
  await becomes(clock, limit, async () => !(await tree.isRootAlive()));
  await tree.terminate();
}
