import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCorpus } from './corpus.ts';
import { searchFailure } from './search.ts';
import { targets } from './targets.ts';

// Another one each time, so that runs add up.
const seed = Date.now() & 0x7fff_ffff;

for (const target of targets) {
  test(`${target.name} accepts or refuses two hundred thousand changed inputs`, () => {
    const { failure } = searchFailure(target, readCorpus(target), { seed, numRuns: 200_000 });
    const found = failure && { ...failure, input: failure.input.toString('base64') };
    assert.equal(found, undefined, `seed ${seed}`);
  });
}
