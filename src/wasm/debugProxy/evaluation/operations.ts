import { castNumber } from './values/conversions.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError, overflow } from './evaluationError.ts';
import { addToNull } from './nullables.ts';
import { convert, isExact, type NumberType, type NumberValue } from './values/numbers.ts';
import { applyOperator, operatorMethods, toNumber } from './values/operators.ts';
import { bool, text, toText, type Value } from './values/values.ts';

/** The text of a value, as in string concatenation. */
export async function textOf(
  value: Value,
  context: Pick<EvaluationContext, 'runtime'>,
): Promise<string> {
  if (value.kind === 'anonymous') return anonymousText(value, context);
  const { runtime } = context;
  const simple = dependsOnCulture(value) ? undefined : toText(value);
  if (simple !== undefined) return simple;
  const made = await runtime.reflection.use('call', value, 'ToString');
  return made === undefined ? '' : (toText(made) ?? '');
}

/** Whether the culture of the page decides about its point or sign. */
function dependsOnCulture(value: Value): boolean {
  if (value.kind === 'decimal') return value.scale > 0 || value.mantissa < 0n;
  return value.kind === 'number' && (typeof value.value === 'number' || value.value < 0n);
}

async function anonymousText(
  { members }: Extract<Value, { kind: 'anonymous' }>,
  context: Pick<EvaluationContext, 'runtime'>,
): Promise<string> {
  const parts: string[] = [];
  for (const [name, member] of members) parts.push(`${name} = ${await textOf(member, context)}`);
  return `{ ${parts.join(', ')} }`;
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
    applyOperator(sign, one, other) ??
    (await combineEnums(sign, one, other, context)) ??
    (await addNull(sign, one, other, context)) ??
    (await compareTuples(sign, one, other, context));
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

/** `+` of null, whose type decides. */
async function addNull(
  sign: string,
  one: Value,
  other: Value,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (sign !== '+') return undefined;
  const isText = one.kind === 'null' ? one : other;
  const rest = one.kind === 'null' ? other : one;
  if (isText.kind !== 'null' || rest.kind === 'null') return undefined;
  const sum = await addToNull(isText, rest, context);
  return sum === undefined || sum.kind === 'null' ? sum : text(await textOf(sum, context));
}

/** Calculates with values of an enum: bit by bit, with numbers, and comparisons to 0. */
async function combineEnums(
  sign: string,
  one: Value,
  other: Value,
  { runtime }: EvaluationContext,
): Promise<Value | undefined> {
  const type = one.kind === 'enum' ? one.type : other.kind === 'enum' ? other.type : undefined;
  if (type === undefined) return undefined;
  const [left, right] = [one, other].map((side) => (side.kind === 'enum' ? side.value : side));
  if (left?.kind !== 'number' || right?.kind !== 'number') return undefined;
  const isBoth = one.kind === 'enum' && other.kind === 'enum';
  if (isBoth && one.type !== other.type) return undefined;
  const result = applyOperator(sign, left, right);
  if (result?.kind === 'bool') {
    const number = one.kind === 'enum' ? right : left;
    return isBoth || number.value === 0n ? result : undefined;
  }
  if (result?.kind !== 'number') return undefined;
  if (isBoth && sign === '-') return result;
  const isKnown = isBoth
    ? '&|^'.includes(sign)
    : sign === '+' || (sign === '-' && one.kind === 'enum');
  return isKnown ? runtime.codec.enumValue(type, result) : undefined;
}

/** Whether two tuples are equal, element by element. */
async function compareTuples(
  sign: string,
  one: Value,
  other: Value,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if ((sign !== '==' && sign !== '!=') || one.kind !== 'struct' || other.kind !== 'struct') {
    return undefined;
  }
  const { agent, reflection } = context.runtime;
  const infos = await Promise.all([agent.typeInfo(one.type), agent.typeInfo(other.type)]);
  if (!infos.every(({ fullName }) => fullName.startsWith('System.ValueTuple`'))) return undefined;
  const [count, ...counts] = infos.map(({ generics }) => generics.length);
  if (count === undefined || counts[0] !== count || count > 7) return undefined;
  for (let item = 1; item <= count; item++) {
    const [left, right] = [
      await reflection.use('get', one, `Item${item}`),
      await reflection.use('get', other, `Item${item}`),
    ];
    if (left === undefined || right === undefined) return undefined;
    if (!(await holds('==', left, right, context))) return bool(sign === '!=');
  }
  return bool(sign === '==');
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
  // C# converts 0 to any enum, and no other number.
  if (one.kind === 'enum' && other.kind === 'number') return !other.value && !one.value.value;
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
  if (sign === '~' && value.kind === 'enum') {
    const bits = await calculate('^', allBits(value.value.type), value.value, context);
    if (bits.kind === 'number') return context.runtime.codec.enumValue(value.type, bits);
  }
  // Of a nullable type without a value.
  if (value.kind === 'null' && value.declared !== undefined) return value;
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
