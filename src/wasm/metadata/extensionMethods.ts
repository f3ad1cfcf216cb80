import { readStreams } from './streams.ts';
import { table, Tables } from './tables.ts';

/** Tags of columns that refer to several tables. */
const methodParent = 0;
const referenceAsConstructor = 3;
const referenceAsOwner = 1;

/** The classes with extension methods of a name, by that name. */
export type ExtensionMethods = ReadonlyMap<string, readonly string[]>;

/** Finds the extension methods in the metadata of an assembly. Throws a RangeError for broken ones. */
export function readExtensionMethods(metadata: Buffer): ExtensionMethods {
  const streams = readStreams(metadata);
  const strings = streams.get('#Strings') ?? Buffer.alloc(0);
  const stream = streams.get('#~') ?? streams.get('#-') ?? Buffer.alloc(0);
  const tables = new Tables(stream, new Map(), 'by size');
  const types = [...tables.rows(table.typeDefinition)];
  const marked = findMarkedMethods(tables, strings);
  const found = new Map<string, string[]>();
  for (const [index, [, name = 0, namespace = 0, , , first = 0]] of types.entries()) {
    const end = types[index + 1]?.[5] ?? Infinity;
    for (const [row, method] of marked) {
      if (row < first || row >= end) continue;
      const fullName = [textAt(strings, namespace), textAt(strings, name)]
        .filter(Boolean)
        .join('.');
      const classes = found.get(method) ?? [];
      if (!classes.includes(fullName)) found.set(method, [...classes, fullName]);
    }
  }
  return found;
}

/** The names of the methods that have the attribute by which the compiler marks extension methods, by row. */
function findMarkedMethods(tables: Tables, strings: Buffer): ReadonlyMap<number, string> {
  const types = [...tables.rows(table.typeReference)].map(([, name = 0]) => textAt(strings, name));
  const owners = [...tables.rows(table.memberReference)].map(([owner = 0]) =>
    (owner & 7) === referenceAsOwner ? types[(owner >>> 3) - 1] : undefined,
  );
  const methods = [...tables.rows(table.methodDefinition)];
  const found = new Map<number, string>();
  for (const [parent = 0, constructor = 0] of tables.rows(table.customAttribute)) {
    if ((parent & 31) !== methodParent || (constructor & 7) !== referenceAsConstructor) continue;
    if (owners[(constructor >>> 3) - 1] !== 'ExtensionAttribute') continue;
    const row = parent >>> 5;
    found.set(row, textAt(strings, methods[row - 1]?.[3] ?? 0));
  }
  return found;
}

function textAt(texts: Buffer, offset: number): string {
  return texts.toString('utf8', offset, texts.indexOf(0, offset));
}
