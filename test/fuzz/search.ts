import assert from 'node:assert/strict';
import { readCorpus } from './corpus.ts';
import type { Coverage } from './coverage.ts';
import { Fuzzer } from './fuzzer.ts';
import { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

export interface SearchOptions {
  readonly seed: number;
  /** How many inputs to try at least. */
  readonly inputs: number;
}

/** Changes the kept inputs of a target that often, and fails with the first of those that it takes badly. */
export function searchFaults(
  target: FuzzTarget,
  coverage: Coverage,
  { inputs, seed }: SearchOptions,
): void {
  const fuzzer = new Fuzzer(target, coverage, new Random(seed), readCorpus(target));
  while (fuzzer.runs < inputs) fuzzer.step();
  const findings = fuzzer.findings.map(({ fault, input }) => ({
    fault,
    input: input.toString('base64'),
  }));
  assert.deepEqual(findings.slice(0, 3), [], `seed ${seed}`);
}
