import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadInstead } from '../../../src/apps/prepared/loadInstead.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { PageFixture, servePage } from '../../browser/page/pageFixture.ts';

const fixture = new PageFixture();

test(
  'a page is loaded instead of one that is left, also at a place in the same document',
  { timeout: 240_000 },
  async (context) => {
    const { url } = await servePage(context, '<title>App</title>');
    const page = await fixture.openPage(context);
    const load = (address: string) => page.open(address);
    let abandoned = 0;
    const start = { abandon: () => void abandoned++ };
    const launches = [`${url}#a`, `${url}#b`, `${url}#b`, url, `${url}#a`];
    for (const address of launches) {
      await loadInstead(address, {} as never, { page, load }, start);
      await untilValue(page, 'document.title', 'App');
      // The former document has it.
      await untilValue(page, 'typeof marked', 'undefined');
      await untilValue(page, 'location.href', address);
      await untilValue(page, 'globalThis.marked = true', true);
    }
    assert.equal(abandoned, launches.length);
  },
);
