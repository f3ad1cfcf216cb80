/** A part of an interpolated string or a log message: literal text, or an expression with its format. */
export type InterpolatedPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'expression';
      readonly expression: string;
      readonly alignment: number;
      readonly format: string | undefined;
    };

/** Returns the index of the brace that closes the one at `start`, ignoring strings; `undefined` if none does. */
export function findClosingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let quote: string | undefined;
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== undefined) {
      if (char === '\\') at++;
      else if (char === quote) quote = undefined;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  return undefined;
}

/** Parses what is in braces, for example `count,5:D3`. As in C#, conditional expressions need parentheses. */
export function parseHole(text: string): InterpolatedPart {
  const [, expression = text, alignment, format] =
    /^((?:[^,:()[\]"']|"[^"]*"|'[^']*'|\([^]*\)|\[[^]*\])*)(?:,\s*(-?\d+)\s*)?(?::([^]*))?$/.exec(
      text,
    ) ?? [];
  return {
    kind: 'expression',
    expression: expression.trim(),
    alignment: Number(alignment ?? 0),
    format,
  };
}
