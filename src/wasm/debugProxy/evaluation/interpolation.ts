import type { EvaluationContext } from './context.ts';
import { textOf } from './operations.ts';
import type { InterpolatedPart } from '../conditions/interpolatedParts.ts';
import { nullValue, text, type Value } from './values/values.ts';

/** The text of an interpolated string. */
export async function interpolate(
  parts: readonly InterpolatedPart[],
  context: EvaluationContext,
): Promise<string> {
  let whole = '';
  for (const part of parts) {
    if (part.kind === 'text') whole += part.text;
    else whole += await alignValue(await context.evaluateText(part.expression), part, context);
  }
  return whole;
}

/** The text of a value with the format and the alignment of an expression in braces. */
export async function alignValue(
  value: Value,
  {
    alignment,
    format,
  }: Pick<Extract<InterpolatedPart, { kind: 'expression' }>, 'alignment' | 'format'>,
  context: EvaluationContext,
): Promise<string> {
  const shown = await formatValue(value, format, context);
  return alignment < 0 ? shown.padEnd(-alignment) : shown.padStart(alignment);
}

async function formatValue(
  value: Value,
  format: string | undefined,
  context: EvaluationContext,
): Promise<string> {
  if (format === undefined || value.kind === 'null') return textOf(value, context);
  const { reflection } = context.runtime;
  // Some types have only the method with a provider; null stands for the present culture.
  const made =
    (await reflection.use('call', value, 'ToString', [text(format)])) ??
    (await reflection.use('call', value, 'ToString', [text(format), nullValue]));
  return textOf(made ?? value, context);
}
