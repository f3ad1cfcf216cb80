/** A part of an interpolated string or a log message: literal text, or an expression with its format. */
export type InterpolatedPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'expression';
      readonly expression: string;
      readonly alignment: number;
      readonly format: string | undefined;
    };

/** The characters of an expression that are not in strings, with their indexes. */
function* outsideStrings(text: string, start: number): Generator<readonly [number, string]> {
  let quote: string | undefined;
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote === undefined) {
      if (char === '"' || char === "'") quote = char;
      else yield [at, char];
    } else if (char === '\\') at++;
    else if (char === quote) quote = undefined;
  }
}

/** Returns the index of the brace that closes the one at `start`, ignoring strings; `undefined` if none does. */
export function findClosingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  for (const [at, char] of outsideStrings(text, start)) {
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  return undefined;
}

/** The alignment and the format that end what is in braces. */
const suffix = /^(?:,\s*(?<alignment>-?\d+)\s*)?(?::(?<format>[^]*))?$/;

/** Parses what is in braces, for example `count,5:D3`. As in C#, conditional expressions need parentheses. */
export function parseHole(text: string): InterpolatedPart {
  const end = findSuffix(text);
  const { alignment, format } = suffix.exec(text.slice(end))?.groups ?? {};
  return {
    kind: 'expression',
    expression: text.slice(0, end).trim(),
    alignment: Number(alignment ?? 0),
    format,
  };
}

/** Returns the index at which the expression ends. A comma between type arguments doesn't end it. */
function findSuffix(text: string): number {
  let depth = 0;
  for (const [at, char] of outsideStrings(text, 0)) {
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (depth === 0 && ',:'.includes(char) && suffix.test(text.slice(at))) return at;
  }
  return text.length;
}
