/** A part of a log message: text as it is, or an expression with the format that C# gives its value. */
export type LogPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'expression';
      readonly expression: string;
      readonly alignment: number;
      readonly format: string | undefined;
    };

/** Splits a log message at its `{expression}` parts, as interpolated strings have them; `{{` is a brace. */
export function parseLogMessage(message: string): readonly LogPart[] {
  const parts: LogPart[] = [];
  let text = '';
  for (let at = 0; at < message.length; at++) {
    const char = message[at] ?? '';
    const isDoubled = (char === '{' || char === '}') && message[at + 1] === char;
    const end = char === '{' && !isDoubled ? endOf(message, at) : undefined;
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

/** Where the brace closes that opens at `start`, outside of texts. */
function endOf(message: string, start: number): number | undefined {
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

/** As in `count,5:D3`; a conditional expression with a colon has to stand in parentheses, as in C#. */
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
