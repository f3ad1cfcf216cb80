import { setPlace } from './assignment.ts';
import { EvaluationError } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import { elementPlace, memberPlace } from './places.ts';
import { int, type Value } from './values/values.ts';

/** Sets a variable of the frame. Throws an EvaluationError if it doesn't have the value afterwards. */
export async function setVariable(
  name: string,
  value: Value,
  context: EvaluationContext,
): Promise<void> {
  const variable = await context.frame.variable(name);
  if (variable === undefined) throw new EvaluationError('It is not a variable of this method');
  await setPlace(variable, value, await variable.get(), context);
}

/** Sets a member of an object, or an element of an array, by the debug proxy's id. Returns the value afterwards. */
export async function setMember(
  objectId: string,
  name: string,
  value: Value,
  context: EvaluationContext,
): Promise<Value> {
  const [, kind, number] = /^dotnet:(\w+):(\d+)$/.exec(objectId) ?? [];
  if (kind !== 'object' && kind !== 'array') {
    throw new EvaluationError(`${name} is a member of a copy, since its owner is a value type`);
  }
  const id = Number(number);
  const owner: Value = {
    kind: 'object',
    id,
    type: await context.runtime.agent.typeOfObject(id),
  };
  const place =
    kind === 'array'
      ? await elementPlace(
          owner,
          name.split(',').map((index) => int(Number(index))),
          context,
        )
      : await memberPlace(owner, name, context);
  return setPlace(place, value, await place.get(), context);
}
