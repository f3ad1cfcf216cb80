import { isDeepStrictEqual } from 'node:util';
import { applyPatch, type Operation as LibraryOperation } from 'rfc6902';
import * as z from 'zod/mini';
import { MalformedPatch, PatchFailed } from './patchErrors.ts';

/** How many operations one patch may have. */
const maxOperations = 1_000;
/**
 * How much may be copied or moved before a further operation that does so, in characters of JSON. A few
 * copies double a document again and again, and each takes as long as it is large.
 */
const maxCopied = 256 * 1024;

/** How long a path may be, in characters. Each of its parts is looked at, and errors quote it. */
const longestPointer = 4_096;

const pointer = z
  .string()
  .check(
    z.maxLength(longestPointer, `must not be longer than ${longestPointer} characters`),
    z.regex(/^(\/([^~]|~[01])*)?$/, 'must be a JSON pointer'),
  );
const value = z.unknown();

const operationSchema = z.discriminatedUnion('op', [
  z.looseObject({ op: z.enum(['add', 'replace', 'test']), path: pointer, value }),
  z.looseObject({ op: z.literal('remove'), path: pointer }),
  z.looseObject({ op: z.enum(['move', 'copy']), path: pointer, from: pointer }),
]);
type Operation = z.infer<typeof operationSchema>;

/**
 * Applies a JSON patch (RFC 6902). Returns a new document. Throws {@link MalformedPatch}, or
 * {@link PatchFailed} if an operation can't be applied, in which case none is.
 */
export function applyJsonPatch(document: object, patch: unknown): unknown {
  const operations = parsePatch(patch);
  const patching = new Patching(document);
  for (const [index, operation] of operations.entries()) {
    try {
      patching.apply(operation);
    } catch (error) {
      if (!(error instanceof PatchFailed)) throw error;
      throw new PatchFailed(
        `Operation ${index} (${operation.op}) can't be applied: ${error.message}`,
      );
    }
  }
  return patching.document;
}

function parsePatch(patch: unknown): readonly Operation[] {
  if (!Array.isArray(patch)) throw new MalformedPatch('A JSON patch must be a list of operations.');
  if (patch.length > maxOperations) {
    throw new MalformedPatch(`A JSON patch must not have more than ${maxOperations} operations.`);
  }
  return patch.map((item: unknown, index) => {
    const result = operationSchema.safeParse(item);
    if (!result.success) {
      const { message, path } = result.error.issues[0] ?? { message: 'is invalid', path: [] };
      throw new MalformedPatch(`Operation ${index} is invalid: ${[...path, message].join(' ')}.`);
    }
    if ('value' in result.data && !Object.hasOwn(result.data, 'value')) {
      throw new MalformedPatch(`Operation ${index} has no value.`);
    }
    return result.data;
  });
}

/** Reads and changes a document by paths. Inherited properties and indexes outside of a list don't exist. */
class Patching {
  readonly #root: { document: unknown };
  #copied = 0;

  constructor(document: object) {
    this.#root = { document: structuredClone(document) };
  }

  get document(): unknown {
    return this.#root.document;
  }

  apply(operation: Operation): void {
    const { path } = operation;
    switch (operation.op) {
      case 'add':
        return this.#add(path, operation.value);
      case 'replace':
        this.#read(path);
        return this.#change({ op: 'replace', path, value: operation.value });
      case 'remove':
        this.#read(path);
        return this.#change({ op: 'remove', path });
      case 'test':
        if (isDeepStrictEqual(this.#read(path), operation.value)) return;
        throw new PatchFailed(`the value at ${path} is another one`);
      case 'copy':
        return this.#add(path, this.#copy(operation.from));
      case 'move':
        return this.#move(operation.from, path);
    }
  }

  #copy(from: string): unknown {
    if (this.#copied > maxCopied) throw new PatchFailed('the patch copies too much');
    const found = this.#read(from);
    this.#copied += JSON.stringify(found).length;
    return found;
  }

  #move(from: string, path: string): void {
    if (path.startsWith(`${from}/`)) throw new PatchFailed(`${path} is inside of ${from}`);
    const moved = this.#copy(from);
    if (from === path) return;
    this.#change({ op: 'remove', path: from });
    this.#add(path, moved);
  }

  #add(path: string, added: unknown): void {
    if (path !== '') this.#assertAddable(path);
    this.#change({ op: 'add', path, value: added });
  }

  #assertAddable(path: string): void {
    const end = path.lastIndexOf('/');
    const parent = this.#read(path.slice(0, end));
    const key = path.slice(end + 1);
    if (typeof parent !== 'object' || parent === null) throw missing(path);
    if (!Array.isArray(parent) || key === '-' || key === String(parent.length)) return;
    if (!isIndex(key, parent)) throw missing(path);
  }

  /** Returns the value at a place. Throws {@link PatchFailed} if the place doesn't exist. */
  #read(path: string): unknown {
    let found = this.#root.document;
    for (const token of tokens(path)) {
      const isThere = Array.isArray(found)
        ? isIndex(token, found)
        : typeof found === 'object' && found !== null && Object.hasOwn(found, token);
      if (!isThere) throw missing(path);
      found = (found as Record<string, unknown>)[token];
    }
    return found;
  }

  #change(operation: LibraryOperation): void {
    // The library skips these, to protect prototypes.
    if (tokens(operation.path).some((token) => reserved.has(token))) {
      throw new PatchFailed(`${operation.path} can't be changed by a JSON patch`);
    }
    // The library can't replace the document itself, so it is a property.
    const [failure] = applyPatch(this.#root, [
      { ...operation, path: `/document${operation.path}` },
    ]);
    if (failure !== null && failure !== undefined) throw missing(operation.path);
  }
}

const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function tokens(path: string): readonly string[] {
  const escaped = path.split('/').slice(1);
  return escaped.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isIndex(token: string, values: readonly unknown[]): boolean {
  return /^(0|[1-9]\d*)$/.test(token) && Number(token) < values.length;
}

function missing(path: string): PatchFailed {
  return new PatchFailed(`there is no ${path}`);
}
