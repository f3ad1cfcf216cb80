import type { EvaluationContext } from './context.ts';
import { evaluateIndexes, isArray, resolveIndex } from './elements/arrays.ts';
import { EvaluationError, nullReference } from './evaluationError.ts';
import { getIndex, getMember, lengthOf } from './members.ts';
import { resolveTypePath } from './names.ts';
import type { Variable } from './runtime/variable.ts';
import { structMemberPlace } from './structs.ts';
import type { Expression } from './syntax/expression.ts';
import type { Value } from './values/values.ts';

/** What an expression on the left of `=` means. */
export async function findPlace(left: Expression, context: EvaluationContext): Promise<Variable> {
  switch (left.kind) {
    case 'name':
      return findNamedPlace(left.name, context);
    case 'member':
      return findMemberPlace(await findOwner(left.of, context), left.name, context);
    case 'index':
      return findElementPlace(left, context);
    case 'this': {
      const self = await context.frame.variable('this');
      if (self !== undefined) return self;
      throw new EvaluationError('There is no this in a static method');
    }
    default:
      throw new EvaluationError('The left side of an assignment must be a variable or a member');
  }
}

/** What has the member that is assigned. It is evaluated once. */
interface Owner {
  readonly value: Value;
  /** Where it is: a value type is replaced as a whole. */
  place(): Promise<Variable>;
}

async function findOwner(of: Expression, context: EvaluationContext): Promise<Owner> {
  const owner = await readOwner(of, context);
  if (owner.value.kind === 'null') throw nullReference();
  return owner;
}

async function readOwner(of: Expression, context: EvaluationContext): Promise<Owner> {
  if (of.kind === 'member' && (await resolveTypePath(of, context)) === undefined) {
    const owner = await findOwner(of.of, context);
    const value = await getMember(owner.value, of.name, context);
    return { value, place: () => findMemberPlace(owner, of.name, context) };
  }
  if (of.kind === 'index' && of.indexes.every(({ kind }) => kind !== 'range')) {
    const place = await findElementPlace(of, context);
    return { value: await place.get(), place: async () => place };
  }
  return { value: await context.evaluate(of), place: () => findPlace(of, context) };
}

async function findMemberPlace(
  owner: Owner,
  name: string,
  context: EvaluationContext,
): Promise<Variable> {
  const { value } = owner;
  if (value.kind !== 'struct') return memberPlace(value, name, context);
  return structMemberPlace(await owner.place(), value, name, context);
}

async function findElementPlace(
  { indexes, of: list }: Extract<Expression, { kind: 'index' }>,
  context: EvaluationContext,
): Promise<Variable> {
  const of = await context.evaluate(list);
  const found = await evaluateIndexes(indexes, () => lengthOf(of, context), context);
  return elementPlace(of, found, context);
}

async function findNamedPlace(name: string, context: EvaluationContext): Promise<Variable> {
  if (context.variables.has(name)) {
    throw new EvaluationError(`${name} is a variable of the expression, which cannot be assigned`);
  }
  const variable = await context.frame.variable(name);
  if (variable !== undefined) return variable;
  const place = await context.frame.variable('this');
  const self = await place?.get();
  const { reflection } = context.runtime;
  if (self !== undefined && (await reflection.use('get', self, name)) !== undefined) {
    if (place === undefined || self.kind !== 'struct') return memberPlace(self, name, context);
    const shared = await reflection.use('get', { type: self.type }, name);
    if (shared === undefined) return structMemberPlace(place, self, name, context);
  }
  const type = await context.types.declaring();
  if ((await reflection.use('get', { type }, name)) !== undefined) {
    return memberPlace({ kind: 'type', type, name }, name, context);
  }
  throw new EvaluationError(`The name ${name} does not exist in the current context`);
}

/** A field or a property of a value. */
export async function memberPlace(
  of: Value,
  name: string,
  context: EvaluationContext,
): Promise<Variable> {
  if (of.kind === 'struct') {
    throw new EvaluationError(`${name} is a member of a copy, since its owner is a value type`);
  }
  return {
    type: await findMemberType(of, name, context),
    get: () => getMember(of, name, context),
    set: async (value) => {
      const done = await context.runtime.reflection.use('set', of, name, [value]);
      if (done === undefined) throw new EvaluationError(`${name} is read-only`);
    },
  };
}

/** The declared type of a field or a property. */
async function findMemberType(
  of: Value,
  name: string,
  { runtime: { agent } }: EvaluationContext,
): Promise<number | undefined> {
  if (of.kind !== 'object' && of.kind !== 'type') return undefined;
  for (const owner of await agent.parents(of.type)) {
    const field = (await agent.fields(owner)).find((one) => one.name === name);
    if (field !== undefined) return field.type;
    const [getter] = await agent.methods(owner, `get_${name}`);
    if (getter !== undefined) return (await agent.signature(getter)).result;
  }
  return undefined;
}

/** An element of an array or a collection. */
export async function elementPlace(
  of: Value,
  indexes: readonly Value[],
  context: EvaluationContext,
): Promise<Variable> {
  const get = (): Promise<Value> => getIndex(of, indexes, context);
  const { runtime } = context;
  if (of.kind === 'object' && (await isArray(of, context))) {
    const position = await runtime.arrayPosition(of, indexes.map(resolveIndex));
    const { element } = await runtime.agent.typeInfo(of.type);
    return { get, set: (value) => runtime.setArrayItem(of, position, value), type: element };
  }
  return {
    get,
    type: await findItemType(of, indexes.length, context),
    set: async (value) => {
      const done = await runtime.reflection.use('call', of, 'set_Item', [...indexes, value]);
      if (done === undefined) throw new EvaluationError('The element is read-only');
    },
  };
}

/** The declared type of the elements of a collection; `undefined` if it has several indexers. */
async function findItemType(
  of: Value,
  indexes: number,
  { runtime: { agent } }: EvaluationContext,
): Promise<number | undefined> {
  if (of.kind !== 'object') return undefined;
  const setters = await agent.methods(of.type, 'set_Item');
  const parameters = await Promise.all(setters.map((setter) => agent.parameters(setter)));
  const types = parameters.filter(({ length }) => length === indexes + 1).map((all) => all.at(-1));
  return new Set(types.map((one) => one?.type)).size === 1 ? types[0]?.type : undefined;
}
