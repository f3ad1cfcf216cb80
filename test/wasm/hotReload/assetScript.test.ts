import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { refreshExpression } from '../../../src/wasm/hotReload/assetScript.ts';

const origin = 'http://localhost:5000';

/** An element with what the script uses of it. */
class Element {
  readonly events = new Map<string, (() => void)[]>();
  readonly added: Element[] = [];
  readonly removed: string[] = [];
  isFresh = false;
  isRemoved = false;
  href: string;
  src: string;

  constructor(address: string) {
    this.href = address;
    this.src = address;
  }

  cloneNode(): Element {
    return new Element(this.href);
  }

  setAttribute(): void {
    this.isFresh = true;
  }

  removeAttribute(name: string): void {
    this.removed.push(name);
  }

  addEventListener(event: string, listener: () => void): void {
    this.events.set(event, [...(this.events.get(event) ?? []), listener]);
  }

  after(element: Element): void {
    this.added.push(element);
  }

  remove(): void {
    this.isRemoved = true;
  }

  fire(event: string): void {
    for (const listener of this.events.get(event) ?? []) listener();
  }
}

function open({ images = [], styles = [] }: Readonly<Record<string, readonly Element[]>>) {
  const document = {
    baseURI: `${origin}/`,
    querySelectorAll: (selector: string) => (selector.startsWith('link') ? styles : images),
  };
  const page = createContext({ document, location: { origin }, URL });
  return (names: readonly string[] = []) => void runInContext(refreshExpression(names), page);
}

test('a style sheet keeps its styles until the new ones are there', () => {
  const style = new Element(`${origin}/app.css?v=1`);
  open({ styles: [style] })();
  const [fresh] = style.added;
  assert.ok(fresh !== undefined && fresh.isFresh);
  assert.match(fresh.href, /\/app\.css\?v=1&ide-session=\d/);
  assert.equal(style.href, `${origin}/app.css?v=1`);
  fresh.fire('load');
  assert.equal(style.href, fresh.href);
  assert.equal(fresh.isRemoved, false);
  style.fire('load');
  assert.equal(fresh.isRemoved, true);
});

test('a style sheet that cannot be fetched leaves the old one', () => {
  const style = new Element(`${origin}/app.css`);
  open({ styles: [style] })();
  style.added[0]?.fire('error');
  assert.equal(style.added[0]?.isRemoved, true);
  assert.equal(style.href, `${origin}/app.css`);
});

test('the last of several changes counts, in whatever order they arrive', () => {
  const style = new Element(`${origin}/app.css`);
  const refresh = open({ styles: [style] });
  refresh();
  refresh();
  const [first, second] = style.added;
  second?.fire('load');
  first?.fire('load');
  assert.equal(first?.isRemoved, true);
  assert.equal(style.href, second?.href);
});

test('style sheets of other servers are left alone', () => {
  const style = new Element('https://cdn.example/app.css');
  open({ styles: [style] })();
  assert.deepEqual(style.added, []);
});

test('images are fetched again if their file has changed', () => {
  const [logo, other] = [
    new Element(`${origin}/img/my%20logo.png`),
    new Element(`${origin}/b.png`),
  ];
  open({ images: [logo, other] })(['my logo.png']);
  assert.match(logo.src, /\?ide-session=/);
  assert.equal(other.src, `${origin}/b.png`);
});

test('addresses that are none, and names that are not encoded, do not end the refresh', () => {
  const broken = () => new Element('http://[');
  const [style, logo, odd] = [
    new Element(`${origin}/app.css`),
    new Element(`${origin}/100%.png`),
    new Element(`${origin}/a%20100%.png`),
  ];
  const page = { styles: [broken(), style], images: [broken(), logo, odd] };
  open(page)(['100%.png', 'a 100%.png']);
  assert.equal(style.added.length, 1);
  for (const image of [logo, odd]) assert.match(image.src, /\?ide-session=/);
});

test('the hash of the old content does not refuse the new style sheet', () => {
  const style = new Element(`${origin}/app.css`);
  open({ styles: [style] })();
  assert.deepEqual([style.added[0]?.removed, style.removed], [['integrity'], []]);
  style.added[0]?.fire('load');
  assert.deepEqual(style.removed, ['integrity']);
});
