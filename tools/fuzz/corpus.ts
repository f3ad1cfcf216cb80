import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzTarget } from './target.ts';

const folder = join(import.meta.dirname, 'corpus');

/** The inputs that are kept for a target, including those that once failed. */
export function readCorpus({ name }: FuzzTarget): readonly Buffer[] {
  return readdirSync(join(folder, name))
    .toSorted()
    .map((file) => readFileSync(join(folder, name, file)));
}

/** Keeps an input that failed, so that it is tested from now on; returns its file. */
export function keepFailure({ name }: FuzzTarget, input: Buffer): string {
  const hash = createHash('sha256').update(input).digest('hex').slice(0, 12);
  const file = join(folder, name, `crash-${hash}`);
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(file, input);
  return file;
}
