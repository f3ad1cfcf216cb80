import { castNumber } from './values/conversions.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError, overflow } from './evaluationError.ts';
import { convert, isExact, type NumberType, type NumberValue } from './values/numbers.ts';
import { applyOperator, operatorMethods, toNumber } from './values/operators.ts';
import { bool, text, toText, type Value } from './values/values.ts';

/** The text of a value, as in string concatenation. */
export async function textOf(value: Value, { runtime }: EvaluationContext): Promise<string> {
  const simple = toText(value);
  if (simple !== undefined) return simple;
  const made = await runtime.reflection.use('call', value, 'ToString');
  return made === undefined ? '' : (toText(made) ?? '');
}

/** The type of a value in words. */
export async function describe(value: Value, { runtime }: EvaluationContext): Promise<string> {
  if (value.kind === 'object' || value.kind === 'struct' || value.kind === 'enum') {
    return (await runtime.agent.typeInfo(value.type)).fullName;
  }
  return value.kind === 'number' ? value.type : value.kind;
}

/** Applies a binary operator. */
export async function calculate(
  sign: string,
  one: Value,
  other: Value,
  context: EvaluationContext,
): Promise<Value> {
  if (sign === '+' && (one.kind === 'string' || other.kind === 'string')) {
    return text((await textOf(one, context)) + (await textOf(other, context)));
  }
  const applied =
    applyOperator(sign, one, other) ?? (await combineEnums(sign, one, other, context));
  if (applied !== undefined) {
    if (context.isChecked) checkOverflow(sign, one, other, applied);
    return applied;
  }
  const defined = await callDefined(sign, one, other, context);
  if (defined !== undefined) return defined;
  const isEquality = sign === '==' || sign === '!=';
  if (isEquality && one.kind === 'object' && other.kind === 'object') {
    return bool((one.id === other.id) === (sign === '=='));
  }
  throw new EvaluationError(
    `Operator ${sign} cannot be applied to ${await describe(one, context)} and ${await describe(other, context)}`,
  );
}

function checkOverflow(sign: string, one: Value, other: Value, result: Value): void {
  const [left, right] = [toNumber(one), toNumber(other)];
  if (left?.kind !== 'number' || right?.kind !== 'number' || result.kind !== 'number') return;
  if (!isExact(sign, left, right, result)) throw overflow();
}

/** Combines two values of an enum bit by bit. */
async function combineEnums(
  sign: string,
  one: Value,
  other: Value,
  { runtime }: EvaluationContext,
): Promise<Value | undefined> {
  if (one.kind !== 'enum' || other.kind !== 'enum' || one.type !== other.type) return undefined;
  const bits = '&|^'.includes(sign) ? applyOperator(sign, one.value, other.value) : undefined;
  return bits?.kind === 'number' ? runtime.codec.enumValue(one.type, bits) : undefined;
}

/** Calls an operator that the type of an operand defines. */
async function callDefined(
  sign: string,
  one: Value,
  other: Value,
  { runtime }: EvaluationContext,
): Promise<Value | undefined> {
  const method = operatorMethods[sign];
  if (method === undefined) return undefined;
  for (const operand of [one, other]) {
    if (operand.kind !== 'object' && operand.kind !== 'struct') continue;
    const { type } = operand;
    const result = await runtime.reflection.use('call', { type }, method, [one, other]);
    if (result !== undefined) return result;
    const converted: Value[] = [];
    for (const side of [one, other]) converted.push(await convertTo(type, side, runtime));
    if (converted[0] === one && converted[1] === other) continue;
    const made = await runtime.reflection.use('call', { type }, method, converted);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** What the implicit conversion of a type makes of another value; the value itself without one. */
async function convertTo(
  type: number,
  value: Value,
  { reflection }: EvaluationContext['runtime'],
): Promise<Value> {
  if ('type' in value && value.type === type) return value;
  const made = await reflection.use('call', { type }, 'op_Implicit', [value]);
  return made !== undefined && 'type' in made && made.type === type ? made : value;
}

/** Whether values are equal; values of different kinds are not. */
export async function areEqual(
  one: Value,
  other: Value,
  context: EvaluationContext,
): Promise<boolean> {
  const isNull = one.kind === 'null' || other.kind === 'null';
  if (!isNull && one.kind !== other.kind && !(isNumeric(one) && isNumeric(other))) return false;
  return holds('==', one, other, context);
}

function isNumeric({ kind }: Value): boolean {
  return kind === 'number' || kind === 'decimal';
}

/** Whether a comparison is true. */
export async function holds(
  sign: string,
  one: Value,
  other: Value,
  context: EvaluationContext,
): Promise<boolean> {
  const result = await calculate(sign, one, other, context);
  return result.kind === 'bool' && result.value;
}

/** Applies a unary operator. */
export async function applyUnary(
  sign: '-' | '+' | '!' | '~',
  value: Value,
  context: EvaluationContext,
): Promise<Value> {
  if (sign === '!' && value.kind === 'bool') return bool(!value.value);
  if (value.kind === 'decimal' && sign !== '~') {
    return sign === '-' ? { ...value, mantissa: -value.mantissa } : value;
  }
  const number = value.kind === 'char' ? castNumber(value, 'System.Int32') : value;
  if (number?.kind !== 'number' || sign === '!') {
    throw new EvaluationError(
      `Operator ${sign} cannot be applied to ${await describe(value, context)}`,
    );
  }
  if (sign === '-' && typeof number.value === 'number') return { ...number, value: -number.value };
  if (sign === '~') return calculate('^', allBits(number.type), number, context);
  const zero = convert(0n, 'int');
  if (sign === '+') return calculate('+', zero, number, context);
  // Minus of an unsigned int is a long.
  const isUnsigned = number.type === 'uint' && sign === '-';
  const operand = isUnsigned ? convert(number.value, 'long') : number;
  return calculate('-', zero, operand, context);
}

/** The number whose bits are all set, of the type that the complement of a number has. */
function allBits(type: NumberType): NumberValue {
  return convert(-1n, type === 'uint' || type === 'ulong' ? type : 'int');
}
