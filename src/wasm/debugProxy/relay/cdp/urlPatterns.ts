/**
 * Extends a URL pattern so that it also matches the same URLs with another prefix: adds an alternative with
 * the other prefix for each alternative that matches the first one. Prefixes are unescaped.
 */
export function withOtherPrefix(pattern: string, prefix: string, other: string): string {
  const added = getAlternatives(pattern).flatMap((alternative) => {
    const rest = restAfter(alternative, prefix);
    return rest === undefined ? [] : [toPattern(other) + rest];
  });
  return [pattern, ...added].join('|');
}

/** An escaped character, a group, a class or a character. Each matches one character of a URL. */
const element = /\\.|\((?:\\.|[^)\\])*\)|\[(?:\\.|[^\]\\])*\]|[^\\]/gsu;

/** Returns the top-level alternatives of a pattern. */
function getAlternatives(pattern: string): readonly string[] {
  const alternatives = [''];
  for (const [part] of pattern.matchAll(element)) {
    if (part === '|') alternatives.push('');
    else alternatives.push((alternatives.pop() ?? '') + part);
  }
  return alternatives;
}

/** Returns the rest of an alternative after the elements that match a prefix; `undefined` if it doesn't match. */
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

/** Returns a pattern that matches a text with or without URL escapes. */
function toPattern(text: string): string {
  return Array.from(text, (character) => {
    const plain = character.replace(/[-/\\^$*+?.()|[\]{}]/, '\\$&');
    const coded = encodeURIComponent(character);
    return coded === character || character === '/' ? plain : `(?:${plain}|${coded})`;
  }).join('');
}

/** Returns a pattern for the URLs of files with the same name as the file at a path. */
export function toFilePattern(path: string): string {
  const name = path.slice(path.search(/[^/\\]*$/));
  return `/${withDotnetEscapes(toPattern(name))}$`;
}

/** Lets a pattern match characters that .NET escapes in URLs and JavaScript doesn't. */
export function withDotnetEscapes(pattern: string): string {
  return pattern.replaceAll(element, (part) => {
    const [, character] = /^\\?([!'()*])$/.exec(part) ?? [];
    if (character === undefined || /^[()*]$/.test(part)) return part;
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `(?:${part}|%${code})`;
  });
}
