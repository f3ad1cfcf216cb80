import { printable, shorten } from '../../../common/printable.ts';
import { urlLimit } from '../../../pageView/messages/urlLimit.ts';

/** The longest title that is shown, in UTF-16 code units. */
export const titleLimit = 300;

/** Returns a page's title as it is shown: short, and in printable characters. */
export function toShownTitle(title: string): string {
  return printable(shorten(title, titleLimit));
}

/** Returns a page's URL as it is shown. */
export function toShownUrl(url: string): string {
  return shorten(url, urlLimit);
}
