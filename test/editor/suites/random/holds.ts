import type { Profiler } from 'node:inspector/promises';

/** Whose code blocks the extension host. */
export type Owner = 'ours' | 'js-debug';

/** A turn of the event loop. */
export interface Turn {
  /** When it ended, in microseconds of the profile's clock. */
  readonly end: number;
  /** The processor time of the thread in it, in microseconds; `undefined` if unknown. */
  readonly processorTime: number | undefined;
}

/** How long code of an owner ran in one turn of the event loop. */
export interface Hold {
  readonly owner: Owner;
  readonly milliseconds: number;
  /** The functions that took most of the time. */
  readonly functions: string;
}

export interface ReadingOptions {
  /** The sampling interval, in microseconds. */
  readonly interval: number;
  /** In order. */
  readonly turns: readonly Turn[];
  /** A part of the URLs of each owner's scripts. */
  readonly owners: Readonly<Record<Owner, string>>;
}

/** Shorter holds are left out, in milliseconds. */
const shortest = 10;

/**
 * Finds what blocked the event loop. A sample belongs to the owner of the innermost function on its stack
 * that has one. Garbage collection has no stack and no owner. At most two intervals count between two
 * samples, since in longer ones the machine ran something else. Samples are also taken while the thread waits
 * for a processor, so an owner has at most the processor time of the turn.
 */
export function holdsIn(
  { nodes, samples = [], startTime, timeDeltas = [] }: Profiler.Profile,
  { interval, owners, turns }: ReadingOptions,
): readonly Hold[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const ownerOf = ownersOfNodes(nodes, owners);
  const holds: Hold[] = [];
  let looks = new Map<number, number>();
  const endTurn = (processorTime = Infinity): void => {
    holds.push(...holdsOfTurn(looks, ownerOf, known, processorTime / 1_000));
    looks = new Map();
  };
  let time = startTime;
  let turn = 0;
  for (const [index, id] of samples.entries()) {
    time += timeDeltas[index] ?? 0;
    for (; time > (turns[turn]?.end ?? Infinity); turn++) endTurn(turns[turn]?.processorTime);
    if (!ownerOf.has(id)) continue;
    // The time after a sample belongs to it.
    const lasted = Math.min(timeDeltas[index + 1] ?? 0, 2 * interval);
    looks.set(id, (looks.get(id) ?? 0) + lasted);
  }
  endTurn();
  return holds;
}

/** The owner of each node: that of the innermost function on its stack that has one. */
function ownersOfNodes(
  nodes: readonly Profiler.ProfileNode[],
  owners: Readonly<Record<Owner, string>>,
): ReadonlyMap<number, Owner> {
  const found = new Map<number, Owner>();
  const names = Object.keys(owners) as Owner[];
  // A profile lists callers before callees.
  for (const { callFrame, children = [], id } of nodes) {
    const own = names.find((one) => callFrame.url.includes(owners[one]));
    if (own !== undefined) found.set(id, own);
    const inherited = found.get(id);
    if (inherited === undefined) continue;
    for (const child of children) found.set(child, inherited);
  }
  return found;
}

function holdsOfTurn(
  looks: ReadonlyMap<number, number>,
  ownerOf: ReadonlyMap<number, Owner>,
  known: ReadonlyMap<number, Profiler.ProfileNode>,
  limit: number,
): readonly Hold[] {
  return (['ours', 'js-debug'] as const).flatMap((owner) => {
    const own = [...looks].filter(([id]) => ownerOf.get(id) === owner);
    const sampled = own.reduce((total, [, time]) => total + time, 0) / 1_000;
    const milliseconds = Math.min(sampled, limit);
    return milliseconds < shortest
      ? []
      : [{ owner, milliseconds, functions: describe(own, known) }];
  });
}

function describe(
  looks: readonly (readonly [id: number, time: number])[],
  known: ReadonlyMap<number, Profiler.ProfileNode>,
): string {
  return looks
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([id, time]) => {
      const {
        columnNumber = 0,
        functionName,
        lineNumber = 0,
        url,
      } = known.get(id)?.callFrame ?? {};
      const place = `${url?.split('/').at(-1)}:${lineNumber + 1}:${columnNumber + 1}`;
      return `${functionName || '(anonymous)'} ${place} ${(time / 1_000).toFixed(0)} ms`;
    })
    .join(', ');
}
