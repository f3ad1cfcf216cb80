import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the golden files are; their README says how to update them. */
export const goldenFolder = join(import.meta.dirname, '../protocol/golden');

/** Compares a value, written as JSON, with the golden file of that name, text by text. */
export function assertGolden(name: string, value: unknown): void {
  const path = join(goldenFolder, name);
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, 'utf8'));
}
