import strings from '../../package.nls.json' with { type: 'json' };

const texts: Readonly<Record<string, string>> = strings;

/**
 * Returns the English text of a string of package.json, which is `%key%` with a key of package.nls.json.
 *
 * @throws Error if the key doesn't exist, which an editor would show as it is.
 */
export function toContributedText(value: string): string {
  const key = /^%(.+)%$/.exec(value)?.[1];
  if (key === undefined) return value;
  const text = texts[key];
  if (text === undefined) throw new Error(`package.nls.json has no ${key}`);
  return text;
}
