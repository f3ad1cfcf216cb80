import { fc } from '../fixtures/property.ts';
import type { FuzzTarget } from './target.ts';

/** The most bytes that an input may have. */
const maxBytes = 64 * 1024;

/** Text that is difficult for parsers of any kind. */
const awkward = ['\0', '"', '\\', '[', '{', '__proto__', '-1', '4294967296', '1e400', '\ud800'];

/** Replaces `removed` bytes of an input at a position, see {@link toIndex}. */
interface Edit {
  readonly place: number;
  readonly removed: number;
  readonly inserted: Buffer;
}

/**
 * Inputs for a target: those of the corpus with a few edits, and sequences of the target's words.
 */
export function createInputs(
  { words }: Pick<FuzzTarget, 'words'>,
  corpus: readonly Buffer[],
): fc.Arbitrary<Buffer> {
  const kept = fc.constantFrom(Buffer.alloc(0), ...corpus);
  const word = fc
    .oneof(
      { arbitrary: fc.constantFrom(...words), weight: 3 },
      { arbitrary: fc.constantFrom(...awkward), weight: 1 },
    )
    .map((text) => Buffer.from(text));
  const place = fc.nat(maxBytes);
  // Using the whole rest combines two inputs.
  const length = fc.oneof(
    { arbitrary: fc.nat(16), weight: 8 },
    { arbitrary: fc.constant(maxBytes), weight: 1 },
  );
  const piece = fc.tuple(kept, place, length).map(([input, start, size]) => {
    const at = toIndex(start, input);
    return input.subarray(at, at + size);
  });
  const bytes = fc.uint8Array({ maxLength: 16 }).map((values) => Buffer.from(values));
  const repeated = fc
    .tuple(fc.oneof(word, piece), fc.constantFrom(2, 4, 64, 1_000))
    .map(([one, times]) => Buffer.concat(Array.from({ length: times }, () => one)));
  const inserted = fc.oneof(word, bytes, piece, repeated);
  const edits = fc.array(fc.record({ place, removed: length, inserted }), {
    minLength: 1,
    maxLength: 4,
  });
  const edited = fc.tuple(kept, edits).map(([input, changes]) => changes.reduce(apply, input));
  const composed = fc.array(word, { maxLength: 32, size: 'max' }).map((all) => Buffer.concat(all));
  return fc.oneof({ arbitrary: edited, weight: 4 }, { arbitrary: composed, weight: 1 });
}

/**
 * The index of a position up to `maxBytes` in an input, whatever its length: the largest is its
 * end.
 */
function toIndex(place: number, { length }: Buffer): number {
  return place === maxBytes ? length : place % (length + 1);
}

function apply(input: Buffer, { inserted, place, removed }: Edit): Buffer {
  const at = toIndex(place, input);
  const changed = Buffer.concat([input.subarray(0, at), inserted, input.subarray(at + removed)]);
  return changed.subarray(0, maxBytes);
}
