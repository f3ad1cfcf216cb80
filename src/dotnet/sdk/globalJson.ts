import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';

/** A one-based position in a text. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Returns the `global.json` that applies to a folder: the nearest one, there or in a parent folder. */
export function globalJsonFor(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, 'global.json');
    if (existsSync(file)) return file;
    if (dirname(at) === at) return undefined;
  }
}

/** Returns the first error in a file of JSON with comments; `undefined` if there is none. */
export function jsonFault(file: string): (Place & { readonly problem: string }) | undefined {
  const text = read(file).replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  parse(text, errors);
  const [error] = errors;
  if (error === undefined) return undefined;
  const before = text.slice(0, error.offset).split('\n');
  const problem = printParseErrorCode(error.error)
    .replace(/(?!^)[A-Z]/g, ' $&')
    .toLowerCase();
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, problem };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
