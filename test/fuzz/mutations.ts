import type { Random } from './random.ts';

/** The most bytes that an input may have. */
export const mostBytes = 64 * 1024;

/** What a mutation is made from. */
export interface Material {
  readonly random: Random;
  /** Pieces of text that mean something to the target. */
  readonly words: readonly string[];
  /** Another input, to take a piece from. */
  readonly other: Buffer;
}

type Mutation = (input: Buffer, material: Material) => Buffer;

const interesting = ['\0', '"', '\\', '[', '{', '__proto__', '-1', '4294967296', '1e400', '\ud800'];

/** Puts bytes in place of `removed` others at `at`. */
function splice(input: Buffer, at: number, removed: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, at), bytes, input.subarray(at + removed)]);
}

const place = (input: Buffer, random: Random): number => random.below(input.length + 1);

const mutations: readonly Mutation[] = [
  function changeByte(input, { random }) {
    return splice(input, place(input, random), 1, Buffer.of(random.below(256)));
  },
  function flipBit(input, { random }) {
    const at = place(input, random);
    return splice(input, at, 1, Buffer.of((input[at] ?? 0) ^ (1 << random.below(8))));
  },
  function insertWord(input, { random, words }) {
    const word = random.pick([...words, ...interesting]);
    return splice(input, place(input, random), random.below(3), Buffer.from(word));
  },
  function remove(input, { random }) {
    return splice(input, place(input, random), 1 + random.below(16), Buffer.alloc(0));
  },
  function repeatPiece(input, { random }) {
    const at = place(input, random);
    const piece = input.subarray(at, at + 1 + random.below(16));
    const times = random.pick([2, 4, 64, 1_000]);
    return splice(input, at, 0, Buffer.concat(Array.from({ length: times }, () => piece)));
  },
  function insertPiece(input, { random, other }) {
    const start = place(other, random);
    const piece = other.subarray(start, start + 1 + random.below(64));
    return splice(input, place(input, random), random.below(8), piece);
  },
  function crossOver(input, { random, other }) {
    const head = input.subarray(0, place(input, random));
    return Buffer.concat([head, other.subarray(place(other, random))]);
  },
];

/** An input with one to four changes. */
export function mutate(input: Buffer, material: Material): Buffer {
  let mutated = input;
  for (let left = 1 + material.random.below(4); left > 0; left--) {
    mutated = material.random.pick(mutations)(mutated, material).subarray(0, mostBytes);
  }
  return mutated;
}
