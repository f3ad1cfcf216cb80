import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzTarget } from './target.ts';

const folder = join(import.meta.dirname, 'corpus');
/** Larger inputs are not kept, so that the corpus stays small. */
const mostKept = 2 * 1024;

function folderOf({ name }: FuzzTarget): string {
  return join(folder, name);
}

/** The inputs that are kept for a target, those among them that once were taken badly. */
export function readCorpus(target: FuzzTarget): readonly Buffer[] {
  const own = folderOf(target);
  if (!existsSync(own)) return [];
  return readdirSync(own)
    .toSorted()
    .map((name) => readFileSync(join(own, name)));
}

/** Keeps an input that was taken badly, from now on as a test; gives its file. */
export function keepFinding(target: FuzzTarget, input: Buffer): string {
  return write(target, `crash-${nameOf(input)}`, input);
}

/** Keeps an input that reaches what no other does. */
export function keepInput(target: FuzzTarget, input: Buffer): void {
  if (input.length <= mostKept) write(target, nameOf(input), input);
}

function nameOf(input: Buffer): string {
  return createHash('sha256').update(input).digest('hex').slice(0, 12);
}

function write(target: FuzzTarget, name: string, input: Buffer): string {
  const file = join(folderOf(target), name);
  mkdirSync(folderOf(target), { recursive: true });
  writeFileSync(file, input);
  return file;
}
