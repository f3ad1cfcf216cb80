import { ByteReader } from './byteReader.ts';
import type { Pdb } from './pdb.ts';
import { blobAt, guidAt } from './streams.ts';
import { table } from './tables.ts';

/** A local variable, by its name in the source. */
interface LocalVariable {
  readonly name: string;
  readonly slot: number;
  /** The offsets of code between which it is in scope. */
  readonly start: number;
  readonly end: number;
  /** The names of the elements, if it is a tuple that has some. */
  readonly tupleNames: readonly string[] | undefined;
}

/** The kind of custom debug information that has the names of a tuple's elements, in the order of the file. */
const tupleNamesKind = '71df9fed798847478ed3fe5ede3ce710';
/** Says in the parent of custom debug information that it is a local variable. */
const localVariableTag = 24;
/** The kind that has where the variables are in scope that an async method or an iterator keeps in fields. */
const hoistedScopesKind = '1ea6a96dc7f87448be6268bc5630df71';
/** Says in the parent of custom debug information that it is a method. */
const methodTag = 0;

/** The local variables of a method's row with their scopes, outermost first. */
export function readLocals(pdb: Pdb, method: number): readonly LocalVariable[] {
  const variables = [...pdb.tables.rows(table.localVariable)];
  const scopes = [...pdb.tables.rows(table.localScope)];
  const names = pdb.streams.get('#Strings') ?? Buffer.alloc(0);
  const tuples = tupleNames(pdb);
  return scopes.flatMap(([row, , first = 0, , start = 0, length = 0], index) => {
    if (row !== method) return [];
    const end = scopes[index + 1]?.[2] ?? variables.length + 1;
    return variables.slice(first - 1, end - 1).map(([, slot = 0, name = 0], at) => ({
      name: textAt(names, name),
      slot,
      start,
      end: start + length,
      tupleNames: tuples.get(first + at),
    }));
  });
}

/** A constant in a method, by its name in the source. */
interface LocalConstant {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The type and the value. */
  readonly signature: Buffer;
}

/** The constants in a method's row with their scopes. */
export function readConstants(pdb: Pdb, method: number): readonly LocalConstant[] {
  const constants = [...pdb.tables.rows(table.localConstant)];
  const scopes = [...pdb.tables.rows(table.localScope)];
  const names = pdb.streams.get('#Strings') ?? Buffer.alloc(0);
  return scopes.flatMap(([row, , , first = 0, start = 0, length = 0], index) => {
    if (row !== method) return [];
    const last = scopes[index + 1]?.[3] ?? constants.length + 1;
    return constants.slice(first - 1, last - 1).map(([name = 0, signature = 0]) => ({
      name: textAt(names, name),
      start,
      end: start + length,
      signature: blobAt(pdb.blobs, signature),
    }));
  });
}

/** The names of elements, by the row of the variable. */
function tupleNames({ blobs, streams, tables }: Pdb): ReadonlyMap<number, readonly string[]> {
  const guids = streams.get('#GUID') ?? Buffer.alloc(0);
  const found = new Map<number, readonly string[]>();
  for (const [parent = 0, kind = 0, value = 0] of tables.rows(table.customDebugInformation)) {
    if ((parent & 31) !== localVariableTag || guidAt(guids, kind) !== tupleNamesKind) continue;
    found.set(parent >>> 5, blobAt(blobs, value).toString('utf8').split('\0').slice(0, -1));
  }
  return found;
}

/**
 * Whether a variable that a method keeps in a field is in scope at an offset of its code, by the number in the
 * field's name. It is unless the symbols say otherwise.
 */
export function readHoistedScopes(
  { blobs, streams, tables }: Pdb,
  method: number,
  offset: number,
): (number: number) => boolean {
  const guids = streams.get('#GUID') ?? Buffer.alloc(0);
  const scopes: [start: number, length: number][] = [];
  for (const [parent = 0, kind = 0, value = 0] of tables.rows(table.customDebugInformation)) {
    if (parent !== method * 32 + methodTag || guidAt(guids, kind) !== hoistedScopesKind) continue;
    const reader = new ByteReader(blobAt(blobs, value));
    while (!reader.isAtEnd) scopes.push([reader.u32(), reader.u32()]);
  }
  return (number) => {
    const [start = 0, length = 0] = scopes[number - 1] ?? [];
    return length === 0 || (offset >= start && offset < start + length);
  };
}

function textAt(texts: Buffer, offset: number): string {
  return texts.toString('utf8', offset, texts.indexOf(0, offset));
}
