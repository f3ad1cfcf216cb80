import { findStalePages } from '../reference/pages.ts';
import type { CheckResult } from './tool.ts';

/** Checks that the generated reference pages are up to date. */
export async function checkReferencePages(): Promise<CheckResult> {
  const stale = await findStalePages();
  return {
    isPassed: stale.length === 0,
    output: stale.map((page) => `${page} is out of date. Run npm run update-reference.`).join('\n'),
  };
}
