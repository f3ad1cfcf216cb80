import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readCorpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { searchFaults } from './search.ts';
import { faultOf } from './target.ts';
import { targets } from './targets.ts';

const coverage = new Coverage((url) => url.includes('/src/'));
after(() => coverage.dispose());

for (const target of targets) {
  test(`${target.name} takes every input that was kept, those that it once took badly too`, () => {
    const corpus = readCorpus(target);
    assert.ok(corpus.length > 0);
    for (const input of corpus) assert.equal(faultOf(target, input), undefined);
  });

  test(`${target.name} takes whatever comes from changing such inputs`, () => {
    searchFaults(target, coverage, { seed: 20_260_101, inputs: 600 });
  });
}
