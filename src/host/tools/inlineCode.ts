import { printable, shorten } from '../../common/printable.ts';

const longest = 200;

/** Returns a text that a model has chosen as code in a line of Markdown, so that it can't look like anything else. */
export function inlineCode(text: string): string {
  const line = shorten(printable(text), longest);
  const longestRun = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longestRun + 1);
  return longestRun === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}
