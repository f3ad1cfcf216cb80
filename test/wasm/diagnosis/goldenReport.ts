import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Compares a report with the golden file of that name, text by text. */
export function assertGoldenReport(name: string, report: string): void {
  const path = join(import.meta.dirname, 'golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, report);
  assert.equal(report, readFileSync(path, 'utf8'));
}
