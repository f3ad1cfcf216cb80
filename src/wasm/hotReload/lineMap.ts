/** Lines that two texts have in common, counted from 0. */
interface Block {
  readonly before: number;
  readonly after: number;
  readonly count: number;
}

/** Where the lines of a text are in a later version of it. */
export class LineMap {
  readonly #blocks: readonly Block[];

  constructor(blocks: readonly Block[]) {
    this.#blocks = blocks;
  }

  /** Compares two versions of a text. */
  static between(before: string, after: string): LineMap {
    const [old, now] = [toLines(before), toLines(after)];
    const blocks = merge(match(old, now, { before: 0, after: 0 }));
    return new LineMap([...blocks, { before: old.length, after: now.length, count: Infinity }]);
  }

  /** Whether all lines are where they were. */
  get isIdentity(): boolean {
    return this.#blocks.every(({ after, before }) => after === before);
  }

  /**
   * Returns where a line is now, counted from 1. A line that was changed maps to the one at its place, and one
   * that was removed to the one that follows.
   */
  to(line: number): number {
    let [end, afterEnd] = [0, 0];
    for (const { after, before, count } of this.#blocks) {
      if (line - 1 < before)
        return Math.min(afterEnd + (line - 1 - end), toLast(afterEnd, after)) + 1;
      if (line - 1 < before + count) return after + (line - 1 - before) + 1;
      [end, afterEnd] = [before + count, after + count];
    }
    return line;
  }
}

/** The last line of a changed part that ends before `next`, or `next` if nothing is left of the part. */
function toLast(start: number, next: number): number {
  return Math.max(next - 1, start);
}

function toLines(text: string): Lines {
  return text.split(/\r\n|\r|\n/);
}

type Lines = readonly string[];
type Pair = Omit<Block, 'count'>;

/** Finds common lines: at both ends, then between lines that are unique in both texts. */
function match(old: Lines, now: Lines, at: Pair): Block[] {
  const start = commonStart(old, now);
  const [oldRest, nowRest] = [old.slice(start), now.slice(start)];
  const end = commonStart(oldRest.toReversed(), nowRest.toReversed());
  const oldMiddle = oldRest.slice(0, oldRest.length - end);
  const nowMiddle = nowRest.slice(0, nowRest.length - end);
  const tail = plus(at, { before: old.length - end, after: now.length - end });
  return [
    { ...at, count: start },
    ...matchUnique(oldMiddle, nowMiddle, plus(at, { before: start, after: start })),
    { ...tail, count: end },
  ];
}

function matchUnique(old: Lines, now: Lines, at: Pair): Block[] {
  const anchors = uniqueInBoth(old, now);
  if (anchors.length === 0) return [];
  const blocks: Block[] = [];
  let last: Pair = { before: 0, after: 0 };
  for (const { after, before } of anchors) {
    const parts = [old.slice(last.before, before), now.slice(last.after, after)] as const;
    blocks.push(...match(...parts, plus(at, last)));
    blocks.push({ ...plus(at, { before, after }), count: 1 });
    last = { before: before + 1, after: after + 1 };
  }
  return [...blocks, ...match(old.slice(last.before), now.slice(last.after), plus(at, last))];
}

function plus(one: Pair, other: Pair): Pair {
  return { before: one.before + other.before, after: one.after + other.after };
}

function commonStart(one: Lines, other: Lines): number {
  const length = Math.min(one.length, other.length);
  let count = 0;
  while (count < length && one[count] === other[count]) count++;
  return count;
}

/** The longest series of lines that occur once in each text, in the order of both. */
function uniqueInBoth(old: Lines, now: Lines): readonly Pair[] {
  const [inOld, inNow] = [uniqueLines(old), uniqueLines(now)];
  const shared = [...inOld].flatMap(([line, before]) => {
    const after = inNow.get(line);
    return after === undefined ? [] : [{ before, after }];
  });
  return findLongestIncreasing(shared);
}

function uniqueLines(lines: Lines): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (found.has(line)) repeated.add(line);
    found.set(line, index);
  }
  for (const line of repeated) found.delete(line);
  return found;
}

/** The longest part of pairs, sorted by `before`, in which `after` increases too. */
function findLongestIncreasing(pairs: readonly Pair[]): readonly Pair[] {
  interface Pile {
    readonly pair: Pair;
    readonly previous: Pile | undefined;
  }
  const piles: Pile[] = [];
  for (const pair of pairs) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((piles[middle]?.pair.after ?? Infinity) < pair.after) low = middle + 1;
      else high = middle;
    }
    piles[low] = { pair, previous: piles[low - 1] };
  }
  const longest: Pair[] = [];
  for (let top = piles.at(-1); top !== undefined; top = top.previous) longest.push(top.pair);
  return longest.toReversed();
}

/** Joins adjacent blocks and removes empty ones. */
function merge(blocks: readonly Block[]): readonly Block[] {
  const merged: Block[] = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    if (block.count === 0) continue;
    const isAdjacent =
      last !== undefined &&
      last.before + last.count === block.before &&
      last.after + last.count === block.after;
    if (isAdjacent) merged[merged.length - 1] = { ...last, count: last.count + block.count };
    else merged.push(block);
  }
  return merged;
}
