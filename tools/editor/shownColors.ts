// What the page shows and in which colors, to be compared with what users can read.

import { getContrast } from '../fixtures/pageView/contrast.ts';
import type { Color } from '../fixtures/pageView/png.ts';
import type { Locator } from './playwright.ts';

interface ShownColors {
  readonly kind: 'text' | 'icon';
  /** The text, or the class of the icon. */
  readonly name: string;
  readonly front: Color;
  readonly behind: Color;
}

/** Returns a line for each text and each icon of an element, with its contrast: `text 7.21 Continue`. */
export async function readContrasts(
  root: Locator,
  options: { readonly timeout: number },
): Promise<readonly string[]> {
  const shown = await root.evaluate(findColors, undefined, options);
  return shown.map(
    ({ behind, front, kind, name }) => `${kind} ${getContrast(front, behind).toFixed(2)} ${name}`,
  );
}

// The rest runs in the page.

interface PageElement {
  readonly parentElement: PageElement | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly nodeValue: string | null }>;
  readonly value?: string;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
  matches(selector: string): boolean;
  checkVisibility(options: { visibilityProperty: boolean; opacityProperty: boolean }): boolean;
}

interface Style {
  readonly color: string;
  readonly backgroundColor: string;
  readonly opacity: string;
}

interface Drawing {
  fillStyle: string;
  clearRect(...place: readonly number[]): void;
  fillRect(...place: readonly number[]): void;
  getImageData(...place: readonly number[]): { readonly data: Iterable<number> };
}

declare function getComputedStyle(element: PageElement): Style;
declare const OffscreenCanvas: new (
  width: number,
  height: number,
) => { getContext(kind: '2d'): Drawing };

function findColors(root: PageElement): readonly ShownColors[] {
  type Layer = readonly [red: number, green: number, blue: number, alpha: number];
  const drawing = new OffscreenCanvas(1, 1).getContext('2d');

  const parse = (css: string): Layer => {
    drawing.clearRect(0, 0, 1, 1);
    drawing.fillStyle = css;
    drawing.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = drawing.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const cover = (below: Color, [red, green, blue, alpha]: Layer): Color => {
    const mix = (value: number, other: number): number => value * alpha + other * (1 - alpha);
    return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2])];
  };
  const findAncestors = (element: PageElement): readonly PageElement[] => {
    const { parentElement } = element;
    return parentElement === null ? [element] : [element, ...findAncestors(parentElement)];
  };
  const findOwnText = (element: PageElement): string => {
    if (element.matches('input, select, textarea')) return element.value ?? '';
    const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === 3);
    return texts.map(({ nodeValue }) => nodeValue ?? '').join('');
  };
  const isShown = (element: PageElement): boolean => {
    const { height, width } = element.getBoundingClientRect();
    const options = { visibilityProperty: true, opacityProperty: true };
    return width > 1 && height > 1 && element.checkVisibility(options);
  };
  // What can't be used needs no contrast.
  const isUsable = (element: PageElement): boolean =>
    !findAncestors(element).some((one) => one.matches(':disabled, [aria-disabled="true"]'));

  return [...root.querySelectorAll('*')].flatMap((element) => {
    const isIcon = element.matches('.codicon, svg.icon');
    const text = findOwnText(element).trim();
    if ((!isIcon && text === '') || !isShown(element) || !isUsable(element)) return [];
    const ancestors = findAncestors(element);
    const behind = ancestors.reduceRight<Color>(
      (below, one) => cover(below, parse(getComputedStyle(one).backgroundColor)),
      [255, 255, 255],
    );
    const opacity = ancestors.reduce(
      (product, one) => product * Number(getComputedStyle(one).opacity),
      1,
    );
    const [red, green, blue, alpha] = parse(getComputedStyle(element).color);
    const name = isIcon ? (element.getAttribute('class') ?? '') : text;
    const front = cover(behind, [red, green, blue, alpha * opacity]);
    return [{ kind: isIcon ? 'icon' : 'text', name, front, behind }];
  });
}
