import type { EvaluationContext } from './context.ts';
import { textOf } from './operations.ts';
import type { InterpolatedPart } from '../conditions/interpolatedParts.ts';
import { text, type Value } from './values/values.ts';

/** The text of an interpolated string. */
export async function interpolate(
  parts: readonly InterpolatedPart[],
  context: EvaluationContext,
): Promise<string> {
  let whole = '';
  for (const part of parts) {
    if (part.kind === 'text') whole += part.text;
    else {
      const value = await context.evaluateText(part.expression);
      const shown = await formatValue(value, part.format, context);
      whole += part.alignment < 0 ? shown.padEnd(-part.alignment) : shown.padStart(part.alignment);
    }
  }
  return whole;
}

async function formatValue(
  value: Value,
  format: string | undefined,
  context: EvaluationContext,
): Promise<string> {
  if (format === undefined || value.kind === 'null') return textOf(value, context);
  const { reflection } = context.runtime;
  const made = await reflection.use('call', value, 'ToString', [text(format)]);
  return textOf(made ?? value, context);
}
