import { findClosingBrace, type InterpolatedPart, parseHole } from './interpolatedParts.ts';

/** Splits a log message at its `{expression}` parts, with the syntax of interpolated strings; `{{` is a brace. */
export function parseLogMessage(message: string): readonly InterpolatedPart[] {
  const parts: InterpolatedPart[] = [];
  let text = '';
  for (let at = 0; at < message.length; at++) {
    const char = message[at] ?? '';
    const isDoubled = (char === '{' || char === '}') && message[at + 1] === char;
    const end = char === '{' && !isDoubled ? findClosingBrace(message, at) : undefined;
    if (end === undefined) {
      text += char;
      if (isDoubled) at++;
      continue;
    }
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(parseHole(message.slice(at + 1, end)));
    at = end;
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}
