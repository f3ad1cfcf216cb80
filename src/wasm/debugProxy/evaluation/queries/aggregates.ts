import type { EvaluationContext } from '../context.ts';
import { overflow } from '../evaluationError.ts';
import { calculate } from '../operations.ts';
import { convert, fits, type NumberType } from '../values/numbers.ts';
import { int, nullValue, type Value } from '../values/values.ts';
import { needed, type Query } from './query.ts';
import { isLess } from './sorting.ts';

/** The values that aggregates of nullable ones are about. */
function present(values: readonly Value[]): readonly Value[] {
  return values.filter(({ kind }) => kind !== 'null');
}

/** As .NET does, sums are checked at each step, and those of floats are calculated as doubles. */
export async function sum(all: readonly Value[], context: EvaluationContext): Promise<Value> {
  const values = present(all);
  const [first = int(0)] = values;
  const type = sumType(values);
  if (type !== undefined) return wholeSum(values, type);
  const result = await total(values, context);
  const isReal = first.kind === 'number' && result.kind === 'number';
  return isReal ? convert(result.value, first.type) : result;
}

/** The type in which .NET sums up integers; `undefined` for other values. */
function sumType(values: readonly Value[]): NumberType | undefined {
  const types = new Set<NumberType>();
  for (const value of values) {
    if (value.kind !== 'number' || typeof value.value !== 'bigint') return undefined;
    types.add(value.type);
  }
  if (types.has('ulong')) return 'ulong';
  return types.has('long') || types.has('uint') ? 'long' : 'int';
}

function wholeSum(values: readonly Value[], type: NumberType): Value {
  let result = 0n;
  for (const value of values) {
    if (value.kind === 'number') result += BigInt(value.value);
    if (!fits(result, type)) throw overflow();
  }
  return convert(result, type);
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

/** The least or the greatest value; null if all are null. */
export async function extreme(
  sign: '<' | '>',
  all: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  const values = present(all);
  return values[await extremeAt(sign, values, context)] ?? needed(all[0], { items: all });
}

/** Where the least or the greatest value is. */
export async function extremeAt(
  sign: '<' | '>',
  values: readonly Value[],
  context: EvaluationContext,
): Promise<number> {
  let best = 0;
  for (const [index, value] of values.entries()) {
    const other = values[best] ?? nullValue;
    const [low, high] = sign === '<' ? [value, other] : [other, value];
    if (index > 0 && (await isLess(low, high, context))) best = index;
  }
  return best;
}

/** The average; null if all values are null. */
export async function average(all: readonly Value[], context: EvaluationContext): Promise<Value> {
  const values = present(all);
  const [first = needed(all[0], { items: all })] = values;
  if (first.kind === 'null') return first;
  const whole = await total(values, context);
  const sumOf = whole.kind === 'number' ? convert(whole.value, 'double') : whole;
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
