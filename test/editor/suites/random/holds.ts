import type { Profiler } from 'node:inspector/promises';

/** Whose code keeps the extension host busy. */
export type Owner = 'ours' | 'js-debug';

/** For how long code of an owner ran in one turn of the event loop. */
export interface Hold {
  readonly owner: Owner;
  readonly milliseconds: number;
  /** The functions in which most of the time went. */
  readonly functions: string;
}

/** What a profile is read with; times in microseconds of the same clock as the profile's. */
export interface ReadingOptions {
  /** How often the profiler looked. */
  readonly interval: number;
  /** When each turn of the event loop ended, in order. */
  readonly turns: readonly number[];
  /** What the addresses of each owner's scripts have in them. */
  readonly owners: Readonly<Record<Owner, string>>;
}

/** Shorter holds are of no interest, in milliseconds. */
const shortest = 10;

/**
 * Finds what held the event loop: a look of the profiler is an owner's if a function of theirs is on the
 * stack, the innermost if there are several. Garbage collection has no stack, and is nobody's. Of the time
 * between two looks no more than two intervals count: in a longer one the machine ran something else.
 */
export function holdsIn(
  { nodes, samples = [], startTime, timeDeltas = [] }: Profiler.Profile,
  { interval, owners, turns }: ReadingOptions,
): readonly Hold[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const ownerOf = ownersOfNodes(nodes, owners);
  const holds: Hold[] = [];
  let looks = new Map<number, number>();
  const endTurn = (): void => {
    holds.push(...holdsOfTurn(looks, ownerOf, known));
    looks = new Map();
  };
  let time = startTime;
  let turn = 0;
  for (const [index, id] of samples.entries()) {
    time += timeDeltas[index] ?? 0;
    for (; time > (turns[turn] ?? Infinity); turn++) endTurn();
    if (!ownerOf.has(id)) continue;
    // The time after a look belongs to what it has found.
    const lasted = Math.min(timeDeltas[index + 1] ?? 0, 2 * interval);
    looks.set(id, (looks.get(id) ?? 0) + lasted);
  }
  endTurn();
  return holds;
}

/** Who owns the innermost function of an owner on the stack of each node. */
function ownersOfNodes(
  nodes: readonly Profiler.ProfileNode[],
  owners: Readonly<Record<Owner, string>>,
): ReadonlyMap<number, Owner> {
  const found = new Map<number, Owner>();
  const names = Object.keys(owners) as Owner[];
  // A profile lists callers before those whom they call.
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
): readonly Hold[] {
  return (['ours', 'js-debug'] as const).flatMap((owner) => {
    const own = [...looks].filter(([id]) => ownerOf.get(id) === owner);
    const milliseconds = own.reduce((total, [, time]) => total + time, 0) / 1_000;
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
