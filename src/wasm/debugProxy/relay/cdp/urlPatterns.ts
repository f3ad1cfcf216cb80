/**
 * Adds to a pattern of URLs what matches the same URLs below another prefix: for each alternative that
 * matches the first prefix, one with the second in its place. Prefixes are not escaped in any way.
 */
export function withOtherPrefix(pattern: string, prefix: string, other: string): string {
  const added = alternativesOf(pattern).flatMap((alternative) => {
    const rest = restAfter(alternative, prefix);
    return rest === undefined ? [] : [patternOf(other) + rest];
  });
  return [pattern, ...added].join('|');
}

/** An escaped character, a group, a class or one character, each of which matches one of a URL's characters. */
const element = /\\.|\((?:\\.|[^)\\])*\)|\[(?:\\.|[^\]\\])*\]|[^\\]/gsu;

/** The alternatives of a pattern, of which none is in a group. */
function alternativesOf(pattern: string): readonly string[] {
  const alternatives = [''];
  for (const [part] of pattern.matchAll(element)) {
    if (part === '|') alternatives.push('');
    else alternatives.push((alternatives.pop() ?? '') + part);
  }
  return alternatives;
}

/** What is left of an alternative behind the elements that match a prefix; `undefined` if they don't. */
function restAfter(alternative: string, prefix: string): string | undefined {
  let at = 0;
  const elements = alternative.matchAll(element);
  for (const character of prefix) {
    const { value } = elements.next();
    if (value === undefined || !matches(value[0], character)) return undefined;
    at = value.index + value[0].length;
  }
  return alternative.slice(at);
}

function matches(part: string, character: string): boolean {
  try {
    const whole = new RegExp(`^(?:${part})$`, 'u');
    return whole.test(character) || whole.test(encodeURIComponent(character));
  } catch {
    return false;
  }
}

/** A pattern that matches a text whether or not its characters are escaped as in URLs. */
function patternOf(text: string): string {
  return Array.from(text, (character) => {
    const plain = character.replace(/[-/\\^$*+?.()|[\]{}]/, '\\$&');
    const coded = encodeURIComponent(character);
    return coded === character || character === '/' ? plain : `(?:${plain}|${coded})`;
  }).join('');
}

/** Lets a pattern match characters that JavaScript leaves as they are in URLs, and .NET escapes. */
export function withDotnetEscapes(pattern: string): string {
  return pattern.replaceAll(element, (part) => {
    const [, character] = /^\\?([!'()*])$/.exec(part) ?? [];
    if (character === undefined || /^[()*]$/.test(part)) return part;
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `(?:${part}|%${code})`;
  });
}
