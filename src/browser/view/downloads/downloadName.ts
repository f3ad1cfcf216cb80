import { parse } from 'node:path';

/** The longest name of a downloaded file, in bytes: file systems allow 255. */
const nameLimit = 200;
/** Longer endings of names are not kept when a name is shortened, in characters. */
const extensionLimit = 20;

/** Names that Windows reserves for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Characters that are special in a file name on some system, are invisible, or change the direction of text. */
const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;

/** Windows drops them. */
const finalDots = /[\s.]+$/;

/** Returns a name for a downloaded file that is harmless on all systems, from the one that a page suggests. */
export function toFileName(suggested: string): string {
  const name = suggested
    .slice(0, 1_000)
    .replace(forbidden, '_')
    // Hidden files configure programs.
    .replace(/^[\s.]+/, '')
    .replace(finalDots, '');
  if (name === '') return 'download';
  return shortenName(reserved.test(name) ? `_${name}` : name);
}

/** Returns the name that a file gets if the first ones are taken: `name (1).txt`. */
export function numberName(name: string, number: number): string {
  if (number === 0) return name;
  const { ext, name: stem } = parse(name);
  return `${stem} (${number})${ext}`;
}

function shortenName(name: string): string {
  const { ext, name: stem } = parse(name);
  const extension = ext.length <= extensionLimit ? ext : '';
  const whole = extension === '' ? name : stem;
  const limit = nameLimit - Buffer.byteLength(extension);
  if (Buffer.byteLength(whole) <= limit) return name;
  let shortened = whole;
  while (Buffer.byteLength(shortened) > limit)
    shortened = Array.from(shortened).slice(0, -1).join('');
  return shortened.replace(finalDots, '') + extension;
}
