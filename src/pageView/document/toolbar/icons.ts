const svg = 'http://www.w3.org/2000/svg';

/** Outlines on a grid of 16 × 16. */
const outlines = {
  back: 'M10 3 5 8l5 5',
  forward: 'm6 3 5 5-5 5',
  reload: 'M13.5 8A5.5 5.5 0 1 1 11.6 3.9M12 .8v3.4H8.6',
  stop: 'm4 4 8 8M12 4l-8 8',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
} as const;

export type IconName = keyof typeof outlines;

/** Creates an icon, which screen readers ignore. */
export function createIcon(name: IconName): SVGSVGElement {
  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('class', `icon icon-${name}`);
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', outlines[name]);
  icon.append(path);
  return icon;
}
