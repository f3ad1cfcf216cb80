import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomSeed } from '../../tools/fixtures/randomSeed.ts';
import { readCorpus } from '../../tools/fuzz/corpus.ts';
import { searchFailure } from '../../tools/fuzz/search.ts';
import { timedTargets } from '../../tools/fuzz/targets.ts';

// A different one each time, so that runs add up.
const seed = randomSeed('FUZZ_SEED');

for (const target of timedTargets) {
  test(`${target.name} accepts or refuses two hundred thousand changed inputs, FUZZ_SEED=${seed}`, () => {
    const { failure } = searchFailure(target, readCorpus(target), { seed, numRuns: 200_000 });
    const found = failure && { ...failure, input: failure.input.toString('base64') };
    assert.equal(found, undefined);
  });
}
