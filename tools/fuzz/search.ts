import { fc } from '../fixtures/property.ts';
import { createInputs } from './inputs.ts';
import { findFault, type FuzzTarget } from './target.ts';

/** An input that a target fails on, minimized. */
interface Failure {
  readonly input: Buffer;
  readonly fault: string;
}

export interface SearchResult {
  /** How many inputs were tried before one failed, or until the search ended. */
  readonly runs: number;
  readonly failure: Failure | undefined;
}

/** Tries inputs derived from a corpus; `limits` has the seed and their number, or the time. */
export function searchFailure(
  target: FuzzTarget,
  corpus: readonly Buffer[],
  limits: Pick<fc.Parameters, 'interruptAfterTimeLimit' | 'numRuns' | 'seed'>,
): SearchResult {
  const passes = (input: Buffer): boolean => findFault(target, input) === undefined;
  const { counterexample, numRuns } = fc.check(
    fc.property(createInputs(target, corpus), passes),
    limits,
  );
  if (counterexample === null) return { runs: numRuns, failure: undefined };
  const [input] = counterexample;
  const fault = findFault(target, input) ?? 'It fails now and then.';
  return { runs: numRuns, failure: { input, fault } };
}
