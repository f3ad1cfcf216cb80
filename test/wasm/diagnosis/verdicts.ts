import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check, Outcome, Verdict } from '../../../src/wasm/diagnosis/checks/check.ts';
import type { DiagnosisFacts } from '../../../src/wasm/diagnosis/facts.ts';
import { facts } from './healthyFacts.ts';

/** The outcome that facts lead a check to, and words of its finding and its fix. */
export interface Expected {
  readonly when: string;
  readonly change: Partial<DiagnosisFacts>;
  readonly before?: readonly Verdict[];
  readonly outcome: Outcome;
  readonly finding: RegExp;
  readonly fix?: RegExp;
}

/** Creates a test for each line of a check's table. */
export function testCheck(check: Check, table: readonly Expected[]): void {
  for (const { when, change, before = [], outcome, finding, fix } of table) {
    test(`${check.getTitle()}: ${outcome} when ${when}`, () => {
      const verdict = check.run(facts(change), before);
      assert.equal(verdict.outcome, outcome, verdict.finding);
      assert.match(verdict.finding, finding);
      assert.match('fix' in verdict ? verdict.fix : '', fix ?? /^$/);
    });
  }
}
