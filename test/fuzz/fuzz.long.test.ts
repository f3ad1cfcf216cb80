import { after, test } from 'node:test';
import { Coverage } from './coverage.ts';
import { searchFaults } from './search.ts';
import { targets } from './targets.ts';

// Another one each time, so that runs add up.
const seed = Date.now();
const coverage = new Coverage((url) => url.includes('/src/'));
after(() => coverage.dispose());

for (const target of targets) {
  test(`${target.name} takes a hundred thousand changed inputs`, () => {
    searchFaults(target, coverage, { seed, inputs: 100_000 });
  });
}
