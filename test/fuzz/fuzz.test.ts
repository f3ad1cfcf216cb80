import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readCorpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { Fuzzer } from './fuzzer.ts';
import { Random } from './random.ts';
import { faultOf } from './target.ts';
import { targets } from './targets.ts';

const seed = 20_260_101;
/** How long each target is tried, in milliseconds. */
const time = 700;

const coverage = new Coverage((url) => url.includes('/src/'));
after(() => coverage.dispose());

for (const target of targets) {
  test(`${target.name} takes every input that was kept, those that it once took badly too`, () => {
    const corpus = readCorpus(target);
    assert.ok(corpus.length > 0);
    for (const input of corpus) assert.equal(faultOf(target, input), undefined);
  });

  test(`${target.name} takes whatever comes from changing such inputs`, () => {
    const fuzzer = new Fuzzer(target, coverage, new Random(seed), readCorpus(target));
    const end = performance.now() + time;
    while (performance.now() < end) fuzzer.step();
    const findings = fuzzer.findings.map(({ fault, input }) => ({
      fault,
      input: input.toString('base64'),
    }));
    assert.deepEqual(findings.slice(0, 3), []);
    assert.ok(fuzzer.runs > 50, `only ${fuzzer.runs} inputs`);
  });
}
