import type { EvaluationContext } from '../context.ts';
import type { PausedRuntime } from '../runtime/pausedRuntime.ts';
import { numberTypeNamed } from '../values/conversions.ts';
import { isReal, numberTypes, widens } from '../values/numbers.ts';
import type { Value } from '../values/values.ts';

export interface Argument {
  readonly value: Value;
  /** Of its value at run time; null has none. */
  readonly type: number | undefined;
}

/** A parameter of a method whose type arguments are known. */
export interface Parameter {
  readonly type: number;
  /** Whether it is more than a type parameter. */
  readonly isSpecific: boolean;
}

/** A method that takes the arguments. */
interface Overload {
  readonly info: { readonly generics: readonly number[] };
  readonly parameters: readonly Parameter[];
}

/** Which of two is better. */
type Preference = 'one' | 'other' | 'neither';

/** The overload that is better than all others, as C# compares them; `undefined` if there is none. */
export async function bestOf<T extends Overload>(
  overloads: readonly T[],
  given: readonly Argument[],
  { runtime }: EvaluationContext,
): Promise<T | undefined> {
  let [best] = overloads;
  for (const other of overloads.slice(1)) {
    if (best && (await prefer(best, other, given, runtime)) === 'other') best = other;
  }
  for (const other of overloads) {
    if (best === undefined || other === best) continue;
    const isEqual = other.parameters.every(({ type }, at) => type === best?.parameters[at]?.type);
    // Of two that can't be told apart, the first is that of the derived type.
    if ((await prefer(best, other, given, runtime)) !== 'one' && !isEqual) return undefined;
  }
  return best;
}

async function prefer(
  one: Overload,
  other: Overload,
  given: readonly Argument[],
  runtime: PausedRuntime,
): Promise<Preference> {
  const conversions = new Set<Preference>();
  for (const [index, argument] of given.entries()) {
    const [left, right] = [one.parameters[index]?.type ?? 0, other.parameters[index]?.type ?? 0];
    conversions.add(await preferConversion(argument, left, right, runtime));
  }
  conversions.delete('neither');
  if (conversions.size > 0)
    return conversions.size > 1 ? 'neither' : ([...conversions][0] ?? 'neither');
  const isSame = one.parameters.every(({ type }, index) => type === other.parameters[index]?.type);
  if (!isSame) return 'neither';
  return preferGeneral(one, other);
}

/** Of methods whose parameters have the same types, one that is not generic, or has more specific ones as written. */
function preferGeneral(one: Overload, other: Overload): Preference {
  const isGeneric = (overload: Overload): number => Math.min(1, overload.info.generics.length);
  const generic = isGeneric(one) - isGeneric(other);
  if (generic !== 0) return generic < 0 ? 'one' : 'other';
  const isMore = ({ parameters }: Overload, than: Overload): boolean =>
    parameters.some(({ isSpecific }, index) => isSpecific && !than.parameters[index]?.isSpecific);
  const [more, less] = [isMore(one, other), isMore(other, one)];
  if (more === less) return 'neither';
  return more ? 'one' : 'other';
}

/** To which of two types C# rather converts an argument: its own, or the narrower one. */
export async function preferConversion(
  { type }: Argument,
  one: number,
  other: number,
  runtime: PausedRuntime,
): Promise<Preference> {
  if (one === other) return 'neither';
  if (type === one) return 'one';
  if (type === other) return 'other';
  if (await isNarrower(one, other, runtime)) return 'one';
  return (await isNarrower(other, one, runtime)) ? 'other' : 'neither';
}

async function isNarrower(one: number, other: number, runtime: PausedRuntime): Promise<boolean> {
  const [left, right] = await Promise.all(
    [one, other].map(async (type) =>
      numberTypeNamed((await runtime.agent.typeInfo(type)).fullName),
    ),
  );
  if (left !== undefined && right !== undefined) {
    if (widens(left, right)) return true;
    const isWhole = !isReal(left) && !isReal(right) && !widens(right, left);
    return isWhole && numberTypes[left].isSigned && !numberTypes[right].isSigned;
  }
  // Interfaces have no base type.
  if ((await runtime.agent.typeInfo(other)).fullName === 'System.Object') return true;
  if ((await runtime.agent.parents(one)).includes(other)) return true;
  return (await runtime.interfaces(one)).includes(other);
}
