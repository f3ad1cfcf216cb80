import { EvaluationError } from '../evaluationError.ts';

/** How many bytes follow the tag of a value, for tags with a fixed number. */
const sizes: Readonly<Record<number, number>> = {
  // Nothing, and the numbers up to four bytes, of which each takes four.
  0x01: 0,
  0x02: 4,
  0x03: 4,
  0x04: 4,
  0x05: 4,
  0x06: 4,
  0x07: 4,
  0x08: 4,
  0x09: 4,
  0x0a: 8,
  0x0b: 8,
  0x0c: 4,
  0x0d: 8,
  // References, and pointers with their types.
  0x0e: 4,
  0x12: 4,
  0x14: 4,
  0x1c: 4,
  0x1d: 4,
  0x0f: 12,
  0x1b: 12,
  0xf1: 4,
};

const charTag = 0x03;
/** The tag of a value type. */
export const structTag = 0x11;
const nullTag = 0xf0;
const intTag = 0x08;
const arrayTags = [0x14, 0x1d];
const classTag = 0x12;

/** The fields of a value type, in the form in which the runtime has sent it. */
export interface SplitStruct {
  readonly head: Buffer;
  readonly fields: readonly Buffer[];
}

/** Splits a value type; `hasLength` says whether its head has the length of inline arrays. */
export function splitStruct(bytes: Buffer, hasLength: boolean): SplitStruct {
  const start = headSize(hasLength);
  const fields: Buffer[] = [];
  let at = start;
  for (let left = bytes.readInt32BE(start - 4); left > 0; left--) {
    const end = endOf(bytes, at, hasLength);
    fields.push(bytes.subarray(at, end));
    at = end;
  }
  if (at !== bytes.length) throw unknown();
  return { head: bytes.subarray(0, start), fields };
}

/** A span, as far as the runtime tells it: the element that its reference points to, and its length. */
export interface SplitSpan {
  /** Absent if the span has no reference. */
  readonly first: Buffer | undefined;
  readonly length: number;
  /** Where the span ends in the bytes. */
  readonly end: number;
}

/** Splits a span at a position. */
export function splitSpan(bytes: Buffer, hasLength: boolean, at = 0): SplitSpan {
  const start = at + headSize(hasLength);
  // Of a reference to nothing, some runtimes send the tag without a type: the length follows, which is 0.
  const isEmpty =
    bytes[start] === nullTag && bytes[start + 1] === intTag && bytes.readInt32BE(start + 2) === 0;
  const middle = isEmpty ? start + 1 : endOf(bytes, start, hasLength);
  if (bytes.readInt32BE(start - 4) !== 2 || bytes[middle] !== intTag) throw unknown();
  const first = isEmpty ? undefined : bytes.subarray(start, middle);
  return { first, length: bytes.readInt32BE(middle + 1), end: middle + 5 };
}

/**
 * Reads values from a position to the end, and clears the upper halves of their chars: the runtime fills them with
 * the sign of the lower ones. Throws an EvaluationError for a form that is not known.
 */
export function clearSigns(bytes: Buffer, start: number, hasLength: boolean): Buffer {
  const cleared = Buffer.from(bytes);
  let at = start;
  while (at < bytes.length) {
    at = endOf(bytes, at, hasLength, (char) => cleared.writeUInt16BE(0, char + 1));
  }
  if (at !== bytes.length) throw unknown();
  return cleared;
}

/** The tag, two flags, the type, the length of inline arrays, and the number of fields. */
export function headSize(hasLength: boolean): number {
  return hasLength ? 15 : 11;
}

/** Where the value at a position ends. Reports the positions of chars in it. */
export function endOf(
  bytes: Buffer,
  at: number,
  hasLength: boolean,
  onChar?: (at: number) => void,
): number {
  const tag = bytes[at];
  if (tag === structTag) {
    if (hasLength && bytes.readInt32BE(at + 7) > 0) throw unknown();
    let end = at + headSize(hasLength);
    for (let left = bytes.readInt32BE(end - 4); left > 0; left--)
      end = endOf(bytes, end, hasLength, onChar);
    return end;
  }
  if (tag === nullTag) {
    if (!arrayTags.includes(bytes[at + 1] ?? 0)) return at + 6;
    // The kind and the rank of the array, its elements' class, and its type.
    return at + (bytes[at + 2] === classTag ? 15 : 11);
  }
  const size = sizes[tag ?? -1];
  if (size === undefined) throw unknown();
  if (tag === charTag) onChar?.(at);
  return at + 1 + size;
}

function unknown(): EvaluationError {
  return new EvaluationError('The value type has a form that is not known here');
}
