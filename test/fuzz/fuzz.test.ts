import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCorpus } from './corpus.ts';
import { searchFailure } from './search.ts';
import { faultOf } from './target.ts';
import { targets } from './targets.ts';

for (const target of targets) {
  test(`${target.name} accepts or refuses every input of its corpus`, () => {
    const corpus = readCorpus(target);
    assert.ok(corpus.length > 0);
    for (const input of corpus) assert.equal(faultOf(target, input), undefined);
  });

  test(`${target.name} accepts or refuses changed inputs`, () => {
    const limits = { seed: 20_260_101, numRuns: 1_000 };
    assert.equal(searchFailure(target, readCorpus(target), limits).failure, undefined);
  });
}
