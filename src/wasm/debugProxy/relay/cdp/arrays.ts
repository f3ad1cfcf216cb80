import * as z from 'zod/mini';

/** How many elements the debugger reads at once. It reads longer arrays in parts if it finds their lengths. */
const readAtOnce = 100;

const arraySchema = z.looseObject({
  subtype: z.literal('array'),
  objectId: z.string().check(z.startsWith('dotnet:array:')),
  description: z.string(),
});

/** Whether an array has too many elements to be read as a whole. */
export function isLong(length: number): boolean {
  return length > readAtOnce;
}

/**
 * Describes a long array in the form in which js-debug finds its length, `int[] (10000)`; the debug proxy writes
 * `int[10000]`. Returns all other values as they are.
 */
export function showLength<T>(value: T): T {
  const { data } = arraySchema.safeParse(value);
  const [, type, length] = /^(.*)\[(\d+)\]$/s.exec(data?.description ?? '') ?? [];
  if (!isLong(Number(length))) return value;
  return { ...value, description: `${type}[] (${length})` };
}
