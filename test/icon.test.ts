import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { getContrast } from '../tools/fixtures/pageView/contrast.ts';
import { type Color, decodePng } from '../tools/fixtures/pageView/png.ts';

const project = join(import.meta.dirname, '..');
const read = (path: string): Buffer => readFileSync(join(project, path));

const manifest = JSON.parse(read('package.json').toString()) as {
  readonly icon: string;
  readonly galleryBanner: { readonly color: string };
};
const icon = decodePng(read(manifest.icon));
const tile = icon.at(icon.width / 2, 10);

/** The colours of the drawing, the one behind it first. */
function readDrawing(): readonly Color[] {
  const drawing = read('media/icon.svg').toString();
  return [...drawing.matchAll(/"#([\da-f]{3,6})"/g)].map(([, digits = '']) => toColor(digits));
}

function toColor(digits: string): Color {
  const all = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0] = Buffer.from(all, 'hex');
  return [red, green, blue];
}

test('the icon has the size and the colours of its drawing', () => {
  assert.deepEqual([icon.width, icon.height], [256, 256]);
  const pixels = new Set<string>();
  for (let y = 0; y < icon.height; y += 1) {
    for (let x = 0; x < icon.width; x += 1) pixels.add(icon.at(x, y).join());
  }
  const drawing = readDrawing();
  assert.deepEqual(tile, drawing[0]);
  for (const color of drawing) assert.ok(pixels.has(color.join()), color.join());
});

test('the icon stands out in light and dark lists, and its drawing in it', () => {
  for (const list of ['ffffff', '1f1f1f', '000000']) {
    const contrast = getContrast(tile, toColor(list));
    assert.ok(contrast >= 3, `${contrast} in #${list}`);
  }
  for (const line of readDrawing().slice(1)) assert.ok(getContrast(tile, line) >= 3);
});

test('the title is readable in the banner', () => {
  const banner = toColor(manifest.galleryBanner.color.slice(1));
  assert.ok(getContrast(banner, [255, 255, 255]) >= 7);
});
