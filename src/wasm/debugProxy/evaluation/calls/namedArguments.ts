import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { Value } from '../values/values.ts';

/**
 * Puts the arguments of a call in the order of the parameters, of which the last ones are given by name. Throws an
 * EvaluationError if the overloads that may be meant have the names in other places. Takes the type around the code in
 * place of a receiver that is not written.
 */
export async function arrange(
  of: Value | undefined,
  name: string,
  given: readonly Value[],
  names: readonly string[],
  context: EvaluationContext,
): Promise<readonly Value[]> {
  if (names.length === 0) return given;
  const { reflection } = context.runtime;
  const type = of === undefined ? await context.types.declaring() : await reflection.typeOf(of);
  const [places, ...others] = await findPlaces(type, name, given.length, names, context);
  const isKnown = places !== undefined && others.length === 0 && !places.includes(-1);
  if (!isKnown || new Set(places).size < places.length) {
    throw new EvaluationError(
      `It is not known here which arguments of ${name} are meant by ${names.join(', ')}`,
    );
  }
  const missing = await missingValue(context);
  const arranged: Value[] = Array.from({ length: Math.max(...places) + 1 }, () => missing);
  for (const [index, value] of given.entries()) arranged[places[index] ?? 0] = value;
  return arranged;
}

/** The places of the arguments in each overload that may take so many, without repetitions; -1 for other names. */
async function findPlaces(
  type: number,
  name: string,
  count: number,
  names: readonly string[],
  { runtime: { agent } }: EvaluationContext,
): Promise<readonly (readonly number[])[]> {
  const found = new Map<string, readonly number[]>();
  for (const owner of await agent.parents(type)) {
    for (const method of await agent.methods(owner, name)) {
      const parameters = (await agent.parameters(method)).map((parameter) => parameter.name);
      if (parameters.length < count) continue;
      const first = Array.from({ length: count - names.length }, (_, index) => index);
      const places = [...first, ...names.map((one) => parameters.indexOf(one, first.length))];
      found.set(places.join(), places);
    }
  }
  return [...found.values()];
}

/** The type of what reflection takes for an optional parameter that is not given. */
export const missingType = 'System.Reflection.Missing';

/** The value of {@link missingType}. */
async function missingValue({ runtime }: EvaluationContext): Promise<Value> {
  const type = await runtime.agent.findType(missingType);
  const value =
    type === undefined ? undefined : await runtime.reflection.use('get', { type }, 'Value');
  if (value !== undefined) return value;
  throw new EvaluationError('The page has no value for missing arguments');
}
