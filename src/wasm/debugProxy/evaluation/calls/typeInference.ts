import type { EvaluationContext } from '../context.ts';
import { numberTypeNamed } from '../values/conversions.ts';
import type { Argument } from './overloads.ts';

/** The types that stand for type parameters, by their numbers. */
type Inferred = Map<number, number>;

/** The type arguments that follow; `undefined` if numbers of several types are given for one. */
export async function inferTypes(
  parameters: readonly number[],
  generics: readonly number[],
  given: readonly Argument[],
  context: EvaluationContext,
): Promise<readonly number[] | undefined> {
  const inferred: Inferred = new Map();
  for (const [index, { type }] of given.entries()) {
    if (type === undefined) continue;
    if (!(await infer(parameters[index] ?? 0, type, generics, inferred, context))) return undefined;
  }
  return generics.flatMap((generic) => inferred.get(generic) ?? []);
}

/** Finds the type arguments with which a parameter takes a value of a type. Returns whether they agree. */
async function infer(
  parameter: number,
  type: number,
  generics: readonly number[],
  inferred: Inferred,
  context: EvaluationContext,
): Promise<boolean> {
  const { agent } = context.runtime;
  if (generics.includes(parameter)) return agree(parameter, type, inferred, context);
  const wanted = await agent.typeInfo(parameter);
  const own = await agent.typeInfo(type);
  if (own.isArray && own.element !== undefined) {
    const [element] = wanted.isArray ? [wanted.element] : wanted.generics;
    return element === undefined || infer(element, own.element, generics, inferred, context);
  }
  if (wanted.generics.length === 0) return true;
  const candidates = [...(await agent.parents(type)), ...(await context.runtime.interfaces(type))];
  for (const candidate of candidates) {
    const { definition, generics: given } = await agent.typeInfo(candidate);
    if (definition === 0 || definition !== wanted.definition) continue;
    for (const [index, one] of wanted.generics.entries()) {
      if (!(await infer(one, given[index] ?? 0, generics, inferred, context))) return false;
    }
    return true;
  }
  return true;
}

/** C# takes the larger type of two numbers, which is not done here. */
async function agree(
  parameter: number,
  type: number,
  inferred: Inferred,
  { runtime }: EvaluationContext,
): Promise<boolean> {
  const known = inferred.get(parameter);
  if (known === undefined) inferred.set(parameter, type);
  if (known === undefined || known === type) return true;
  const { fullName } = await runtime.agent.typeInfo(type);
  return numberTypeNamed(fullName) === undefined;
}
