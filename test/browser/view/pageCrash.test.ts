import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageCrash } from '../../../src/browser/view/pageCrash.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { PageFixture } from '../page/pageFixture.ts';
import { collect, ViewedPage } from './viewedPage.ts';

const fixture = new PageFixture();

test('a crash is told, and that a reload has ended it', { timeout: 240_000 }, async (context) => {
  const { page, session } = await ViewedPage.open(context, fixture, 'Here');
  const crash = new PageCrash(session);
  afterTest(context, () => crash.dispose());
  const changes = collect(context, crash.changed);
  for (const times of [1, 2]) {
    session.post('Page.crash');
    await until('the crash is told', () => changes.length === 2 * times - 1);
    assert.equal(crash.isCrashed, true);
    session.post('Page.reload');
    await until('the page is there again', () => changes.length === 2 * times);
    assert.equal(crash.isCrashed, false);
    await untilValue(page, 'document.body?.textContent', 'Here');
  }
  assert.deepEqual(changes, [true, false, true, false]);
});
