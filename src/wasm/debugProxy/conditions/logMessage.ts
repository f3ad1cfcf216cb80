/** A part of a log message: literal text, or an expression with its format. */
export type LogPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'expression';
      readonly expression: string;
      readonly alignment: number;
      readonly format: string | undefined;
    };

/** Splits a log message at its `{expression}` parts, with the syntax of interpolated strings; `{{` is a brace. */
export function parseLogMessage(message: string): readonly LogPart[] {
  const parts: LogPart[] = [];
  let text = '';
  for (let at = 0; at < message.length; at++) {
    const char = message[at] ?? '';
    const isDoubled = (char === '{' || char === '}') && message[at + 1] === char;
    const end = char === '{' && !isDoubled ? getEnd(message, at) : undefined;
    if (end === undefined) {
      text += char;
      if (isDoubled) at++;
      continue;
    }
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(toExpression(message.slice(at + 1, end)));
    at = end;
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

/** Returns the index of the brace that closes the one at `start`, ignoring strings. */
function getEnd(message: string, start: number): number | undefined {
  let depth = 0;
  let quote: string | undefined;
  for (let at = start; at < message.length; at++) {
    const char = message[at] ?? '';
    if (quote !== undefined) {
      if (char === '\\') at++;
      else if (char === quote) quote = undefined;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  return undefined;
}

/** For example `count,5:D3`. As in C#, conditional expressions need parentheses. */
function toExpression(text: string): LogPart {
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
