import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCorpus } from '../../tools/fuzz/corpus.ts';
import { searchFailure } from '../../tools/fuzz/search.ts';
import { findFault } from '../../tools/fuzz/target.ts';
import { targets } from '../../tools/fuzz/targets.ts';

for (const target of targets) {
  test(`${target.name} accepts or refuses every input of its corpus`, () => {
    const corpus = readCorpus(target);
    assert.ok(corpus.length > 0);
    for (const input of corpus) assert.equal(findFault(target, input), undefined);
  });

  test(`${target.name} accepts or refuses changed inputs`, () => {
    const limits = { seed: 20_260_101, numRuns: 1_000 };
    assert.equal(searchFailure(target, readCorpus(target), limits).failure, undefined);
  });
}
