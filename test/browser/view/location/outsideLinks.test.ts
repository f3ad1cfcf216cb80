import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutsideLinks } from '../../../../src/browser/view/location/outsideLinks.ts';
import { modifierBits } from '../../../../src/pageView/messages/pageInput.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../../tools/fixtures/web/pageValue.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { collect, ViewedPage } from '../viewedPage.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

const place = 'position: absolute; left: 10px; width: 100px; height: 20px';
const html = `
<a href="https://example.com/a" style="${place}; top: 0px"><b>outside</b></a>
<a href="javascript:document.title = 'Script'" style="${place}; top: 30px">script</a>
<a href="https://example.com/own" style="${place}; top: 60px" id="own">own</a>
<a href="#here" style="${place}; top: 90px">here</a>
<script>document.querySelector('#own').addEventListener('click', (event) => {
  event.preventDefault();
  document.title = 'Own';
})</script>`;

test('links open outside by Ctrl+click and Cmd+click', limit, async (context) => {
  const viewed = await ViewedPage.open(context, fixture, html);
  const links = new OutsideLinks(viewed.world);
  afterTest(context, () => links.dispose());
  const opened = collect(context, links.opened);
  await viewed.world.install();
  await viewed.click(20, 10, modifierBits.control);
  await viewed.click(20, 10, modifierBits.meta);
  await viewed.click(20, 70, modifierBits.control);
  await untilValue(viewed.page, 'document.title', 'Own');
  await viewed.click(20, 40, modifierBits.control);
  await viewed.click(20, 100);
  await untilValue(viewed.page, 'location.hash', '#here');
  await viewed.click(20, 100, modifierBits.control);
  await until('the last one is told', () => opened.length === 3);
  const outside = 'https://example.com/a';
  assert.deepEqual(opened, [outside, outside, `${viewed.url}#here`]);
  await untilValue(viewed.page, 'document.title', 'Own');
});
