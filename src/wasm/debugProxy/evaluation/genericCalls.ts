import { isInstance } from './casts.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { castNumber, numberTypeNamed } from './values/conversions.ts';
import { fits } from './values/numbers.ts';
import type { Value } from './values/values.ts';

/** What is called with which arguments. */
export interface Call {
  readonly name: string;
  readonly given: readonly Value[];
  /** The type arguments, if the call has some. */
  readonly types: readonly number[];
}

/** The types that stand for type parameters, by their numbers. */
type Inferred = Map<number, number>;

/**
 * Calls a generic method of an object, or a static one of a type, with type arguments that are given or follow from
 * the arguments; `undefined` if it has none of this name for them.
 */
export async function callGeneric(
  of: Value | { readonly type: number },
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const { agent, reflection } = context.runtime;
  const isStatic = !('kind' in of) || of.kind === 'type';
  const type = 'kind' in of ? await reflection.typeOf(of) : of.type;
  for (const owner of await agent.parents(type)) {
    for (const method of await agent.methods(owner, call.name)) {
      const info = await agent.methodInfo(method);
      if (info.generics.length === 0 || info.isStatic !== isStatic) continue;
      const called = await callOne(method, isStatic ? undefined : of, call, context);
      if (called !== undefined) return called;
    }
  }
  return undefined;
}

async function callOne(
  method: number,
  self: Value | undefined,
  { given, types }: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const { agent, codec, reflection } = context.runtime;
  const open = await agent.parameters(method);
  const { generics } = await agent.methodInfo(method);
  if (open.length !== given.length || (types.length > 0 && types.length !== generics.length)) {
    return undefined;
  }
  const inferred: Inferred = new Map();
  for (const [index, generic] of generics.entries()) {
    const type = types[index];
    if (type !== undefined) inferred.set(generic, type);
  }
  if (types.length === 0) {
    for (const [index, value] of given.entries()) {
      if (value.kind === 'null') continue;
      await infer(
        open[index]?.type ?? 0,
        await reflection.typeOf(value),
        generics,
        inferred,
        context,
      );
    }
  }
  const chosen = generics.flatMap((generic) => inferred.get(generic) ?? []);
  if (chosen.length !== generics.length) return undefined;
  const made = await context.runtime.makeGeneric(method, chosen).catch(orNone);
  if (made === undefined) return undefined;
  const parameters = await agent.parameters(made);
  const written: Buffer[] = [];
  for (const [index, value] of given.entries()) {
    const one = await writeArgument(value, parameters[index]?.type ?? 0, context);
    if (one === undefined) return undefined;
    written.push(one);
  }
  return reflection.invoke(made, written, self && (await codec.write(self)));
}

/** Finds the type arguments with which a parameter takes a value of a type. */
async function infer(
  parameter: number,
  type: number,
  generics: readonly number[],
  inferred: Inferred,
  context: EvaluationContext,
): Promise<void> {
  const { agent } = context.runtime;
  if (generics.includes(parameter)) {
    if (!inferred.has(parameter)) inferred.set(parameter, type);
    return;
  }
  const wanted = await agent.typeInfo(parameter);
  const own = await agent.typeInfo(type);
  if (own.isArray && own.element !== undefined) {
    const [element] = wanted.isArray ? [wanted.element] : wanted.generics;
    if (element !== undefined) await infer(element, own.element, generics, inferred, context);
    return;
  }
  if (wanted.generics.length === 0) return;
  const candidates = [...(await agent.parents(type)), ...(await context.runtime.interfaces(type))];
  for (const candidate of candidates) {
    const { definition, generics: given } = await agent.typeInfo(candidate);
    if (definition === 0 || definition !== wanted.definition) continue;
    for (const [index, one] of wanted.generics.entries()) {
      await infer(one, given[index] ?? 0, generics, inferred, context);
    }
    return;
  }
}

/** A value as an argument of a parameter; `undefined` if C# doesn't convert it without a cast. */
async function writeArgument(
  value: Value,
  parameter: number,
  context: EvaluationContext,
): Promise<Buffer | undefined> {
  const { agent, codec } = context.runtime;
  const { fullName } = await agent.typeInfo(parameter);
  const number = numberTypeNamed(fullName);
  if (value.kind === 'number' && number !== undefined) {
    const cast = fits(value.value, number) ? castNumber(value, fullName) : undefined;
    return cast && codec.write(cast);
  }
  if (value.kind === 'null') return codec.write(value);
  if (!(await isInstance(value, parameter, context))) return undefined;
  const isOwn = (await context.runtime.reflection.typeOf(value)) === parameter;
  return isOwn ? codec.write(value) : codec.writeObject(value);
}

function orNone(error: unknown): undefined {
  if (!(error instanceof EvaluationError)) throw error;
  return undefined;
}
