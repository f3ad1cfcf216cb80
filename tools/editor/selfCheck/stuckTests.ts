// Tests of which the last one never ends.

import { runMocha } from '../runMocha.ts';

await runMocha(async () => {
  describe('Tests that get stuck', () => {
    it('passes', () => {});
    it('fails', () => {
      throw new Error('failing on purpose');
    });
    it('never ends', () => {
      console.log('waiting on purpose');
      return new Promise(() => {});
    });
  });
}, 600_000);
