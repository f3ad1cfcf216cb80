import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sourceFolder = join(import.meta.dirname, 'sources');

/** The C# files, by their names. */
export const sources: ReadonlyMap<string, string> = new Map(
  readdirSync(sourceFolder).map((name) => [name, readFileSync(join(sourceFolder, name), 'utf8')]),
);

/** The text of each line of a C# file. */
export function linesOf(file: string): readonly string[] {
  return (sources.get(file) ?? '').split(/\r?\n/);
}

/** The line, from 1, with the comment of a stop. */
export function stopLine(file: string, stop: string): number {
  const line = linesOf(file).findIndex((text) => text.endsWith(`// stop: ${stop}`)) + 1;
  if (line === 0) throw new Error(`${file} has no stop ${stop}.`);
  return line;
}

/** The text of a line, from 1, without its comment. */
export function lineText(file: string, line: number): string {
  return (linesOf(file)[line - 1] ?? '').replace(/\s*\/\/.*$/, '').trim();
}
