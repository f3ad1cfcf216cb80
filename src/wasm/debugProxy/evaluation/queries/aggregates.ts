import type { EvaluationContext } from '../context.ts';
import { overflow } from '../evaluationError.ts';
import { calculate, holds } from '../operations.ts';
import { convert, fits } from '../values/numbers.ts';
import { int, nullValue, type Value } from '../values/values.ts';
import { needed, type Query } from './query.ts';

/** The numbers that aggregates of nullable ones are about. */
export function present(values: readonly Value[]): readonly Value[] {
  return values.filter(({ kind }) => kind !== 'null');
}

/** As .NET does, sums are checked, and those of floats are calculated as doubles. */
export async function sum(values: readonly Value[], context: EvaluationContext): Promise<Value> {
  const [first = int(0)] = values;
  const result = await total(values, context);
  if (first.kind !== 'number' || result.kind !== 'number') return result;
  if (!fits(result.value, first.type)) throw overflow();
  return convert(result.value, first.type);
}

/** The sum with all its digits. */
async function total(values: readonly Value[], context: EvaluationContext): Promise<Value> {
  const whole = wholeTotal(values);
  if (whole !== undefined) return { kind: 'number', type: 'long', value: whole };
  let result: Value = int(0);
  for (const value of values) {
    const isNumber = value.kind === 'number';
    const wide = isNumber ? convert(value.value, 'double') : value;
    result = await calculate('+', result, wide, context);
  }
  return result;
}

/** The sum of integers, which may have no type of C# that is large enough. */
function wholeTotal(values: readonly Value[]): bigint | undefined {
  let whole = 0n;
  for (const value of values) {
    if (value.kind !== 'number' || typeof value.value !== 'bigint') return undefined;
    whole += value.value;
  }
  return whole;
}

/** The least or the greatest value. */
export async function extreme(
  sign: '<' | '>',
  values: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  return needed(values[await extremeAt(sign, values, context)], { items: values });
}

/** Where the least or the greatest value is. */
export async function extremeAt(
  sign: '<' | '>',
  values: readonly Value[],
  context: EvaluationContext,
): Promise<number> {
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (index > 0 && (await holds(sign, value, values[best] ?? nullValue, context))) best = index;
  }
  return best;
}

export async function average(
  values: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  const first = needed(values[0], { items: values });
  const all = await total(values, context);
  const sumOf = all.kind === 'number' ? convert(all.value, 'double') : all;
  const result = await calculate('/', sumOf, int(values.length), context);
  const isFloat = first.kind === 'number' && first.type === 'float';
  return isFloat && result.kind === 'number' ? convert(result.value, 'float') : result;
}

/** `Aggregate(lambda)`, or `Aggregate(start, lambda)`. */
export async function aggregate({ context, given, items }: Query): Promise<Value> {
  const [first, lambda = first] = given;
  const values = lambda === first ? items : [first ?? nullValue, ...items];
  let result = needed(values[0], { items });
  for (const item of values.slice(1)) {
    result = await context.call(lambda ?? nullValue, [result, item]);
  }
  return result;
}
