import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../tools/fixtures/editorStandIn.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';

const { TabHeader } = await import('../../../../src/vscode/ui/pageView/tabHeader.ts');

const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function createHeader() {
  const clock = new ManualClock();
  const titles: string[] = [];
  const icons: string[] = [];
  const panel = {
    get title() {
      return titles.at(-1) ?? 'shop';
    },
    set title(title: string) {
      titles.push(title);
    },
    get iconPath() {
      return undefined;
    },
    set iconPath(icon: unknown) {
      icons.push(JSON.stringify(icon));
    },
  };
  const extensionUri = { path: '/extension' };
  const header = new TabHeader(panel as never, { clock, extensionUri } as never);
  return { clock, header, icons, titles };
}

test('a title is shortened and made printable', () => {
  const { clock, header, titles } = createHeader();
  clock.advance(1_000);
  header.show({ title: `  Shop\u202e\u001b[2J ${'x'.repeat(1_000_000)}`, icon: undefined });
  assert.equal(titles.length, 1);
  assert.match(titles[0] ?? '', /^Shop\\u202e\\u001b\[2J x+…x+$/);
  assert.ok((titles[0]?.length ?? 0) <= 60);
});

test('an empty title leaves the last one', () => {
  const { clock, header, titles } = createHeader();
  header.show({ title: ' ', icon: undefined });
  clock.advance(1_000);
  assert.deepEqual(titles, []);
});

test('a page that changes its title in a loop changes the tab four times a second', () => {
  const { clock, header, titles } = createHeader();
  for (let count = 0; count < 10_000; count++) {
    header.show({ title: `Title ${count}`, icon: undefined });
    clock.advance(0.1);
  }
  clock.advance(1_000);
  assert.ok(titles.length <= 5, `${titles.length} changes`);
  assert.equal(titles.at(-1), 'Title 9999');
  assert.equal(clock.pending, 0);
});

test('the icon is the favicon, and a moving one while the page is loading', () => {
  const { clock, header, icons } = createHeader();
  const next = () => {
    clock.advance(1_000);
    return icons.at(-1) ?? '';
  };
  assert.match(next(), /media\/page-light\.svg/);
  header.located({ title: 'Shop', isLoading: true });
  assert.match(next(), /media\/pageLoading-dark\.svg/);
  header.show({ title: 'Shop', icon: png });
  assert.match(next(), /media\/pageLoading-dark\.svg/);
  header.located({ title: 'Shop', isLoading: false });
  assert.match(next(), /data:image\/png;base64,iVBORw0KGgo=/);
  header.show({ title: 'Shop', icon: Buffer.from('not an image') });
  assert.match(next(), /media\/page-light\.svg/);
});

test('no timer is left when the tab is closed', () => {
  const { clock, header } = createHeader();
  header.dispose();
  assert.equal(clock.pending, 0);
});
