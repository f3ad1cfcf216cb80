import { isInstance } from '../casts.ts';
import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { Agent } from '../runtime/agent.ts';
import type { MethodInfo } from '../runtime/agentProtocol.ts';
import { castNumber, numberTypeNamed } from '../values/conversions.ts';
import { convertsTo } from '../values/numbers.ts';
import type { Value } from '../values/values.ts';
import { findArity, defaultsOf } from './arity.ts';
import { missingType } from './namedArguments.ts';
import { type Argument, bestOf, type Parameter, preferConversion } from './overloads.ts';
import { inferTypes } from './typeInference.ts';

/** What is called with which arguments. */
export interface Call {
  readonly name: string;
  readonly given: readonly Value[];
  /** The type arguments, if the call has some. */
  readonly types: readonly number[];
}

/** A method with its type arguments, if it has some, and what it is given. */
interface Candidate {
  readonly method: number;
  readonly info: MethodInfo;
  readonly given: readonly Buffer[];
  readonly parameters: readonly Parameter[];
}

/**
 * Calls a method of an object, or a static one of a type: of its overloads that which C# prefers, as far as the types
 * at run time tell; `undefined` if none takes these arguments.
 */
export async function callMethod(
  of: Value | { readonly type: number },
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (call.types.length === 0) {
    const better = await callBetterGeneric(of, call, context);
    // Reflection calls no generic methods.
    const called =
      better ?? (await context.runtime.reflection.use('call', of, call.name, call.given));
    if (called !== undefined) return called;
  }
  return callGeneric(of, call, context);
}

/** Calls a generic method that is better than all others of its name; `undefined` if there is none. */
async function callBetterGeneric(
  of: Value | { readonly type: number },
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const { agent } = context.runtime;
  const isType = !('kind' in of) || of.kind === 'type';
  const type = 'kind' in of ? await context.runtime.reflection.typeOf(of) : of.type;
  for (const owner of await agent.parents(type)) {
    const methods = await methodsOf(owner, call.name, agent);
    const usable = methods.filter(({ info }) => info.isStatic || !isType);
    if (usable.length === 0) continue;
    if (usable.every(({ info }) => info.generics.length === 0)) return undefined;
    const given = await toArguments(call, context);
    const found = await toCandidates(usable, given, [], context);
    if (found.length === 0) continue;
    const best = await bestOf(found, given, context);
    if (best === undefined || best.info.generics.length === 0) return undefined;
    const isUnclear = await someAreOpen(usable, owner, best, given, call, context);
    return isUnclear ? undefined : invoke(best, of, context);
  }
  return undefined;
}

interface Method {
  readonly method: number;
  readonly info: MethodInfo;
}

async function methodsOf(type: number, name: string, agent: Agent): Promise<readonly Method[]> {
  const methods = await agent.methods(type, name);
  return Promise.all(
    methods.map(async (method) => ({ method, info: await agent.methodInfo(method) })),
  );
}

/**
 * Whether there is a method that takes the arguments by defaults or `params`, which only reflection knows, and may be
 * better. One with defaults is, if it needs no conversion where the best of the others does.
 */
async function someAreOpen(
  methods: readonly Method[],
  owner: number,
  best: Candidate,
  given: readonly Argument[],
  { name }: Call,
  context: EvaluationContext,
): Promise<boolean> {
  const { agent } = context.runtime;
  for (const { info, method } of methods) {
    if (info.generics.length > 0) continue;
    const parameters = await agent.parameters(method);
    const last = parameters.at(-1)?.type;
    const mayBeOpen = last !== undefined && (await agent.typeInfo(last)).isArray;
    if (parameters.length <= given.length && !mayBeOpen) continue;
    const arity = await findArity(method, owner, name, context);
    if (arity === undefined) return true;
    if (given.length < arity.required) continue;
    const types = given.map((_, index) => parameters[index]?.type ?? 0);
    const hasDefaults = parameters.length > given.length;
    if (hasDefaults && (await compare(types, best, given, context)) === 'better') return true;
    if (!arity.isOpen || last === undefined) continue;
    const { element = 0 } = await agent.typeInfo(last);
    const open = types.map((type, index) => (index < parameters.length - 1 ? type : element));
    // Of equal ones, C# prefers the one that is not generic.
    if ((await compare(open, best, given, context)) !== 'worse') return true;
  }
  return false;
}

/** Whether the arguments may be converted better to other types than to those of the best method. */
async function compare(
  types: readonly number[],
  best: Candidate,
  given: readonly Argument[],
  context: EvaluationContext,
): Promise<'better' | 'equal' | 'worse'> {
  let isBetter = false;
  let isWorse = false;
  for (const [index, argument] of given.entries()) {
    const [own, other] = [best.parameters[index]?.type ?? 0, types[index] ?? 0];
    if (own === other) continue;
    if ((await writeArgument(argument, other, context)) === undefined) return 'worse';
    const preference = await preferConversion(argument, own, other, context.runtime);
    if (preference !== 'one') isBetter = true;
    isWorse = true;
  }
  if (isBetter) return 'better';
  return isWorse ? 'worse' : 'equal';
}

async function invoke(
  { given, info, method }: Candidate,
  of: Value | { readonly type: number },
  { runtime }: EvaluationContext,
): Promise<Value> {
  const self = info.isStatic || !('kind' in of) ? undefined : await runtime.codec.write(of);
  return runtime.reflection.invoke(method, given, self);
}

/**
 * Calls a generic method of an object, or a static one of a type, with type arguments that are given or follow from
 * the arguments; `undefined` if it has none of this name for them. Throws an EvaluationError if several take them, and
 * none is preferred.
 */
async function callGeneric(
  of: Value | { readonly type: number },
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const { agent, reflection } = context.runtime;
  const isStatic = !('kind' in of) || of.kind === 'type';
  const type = 'kind' in of ? await reflection.typeOf(of) : of.type;
  let given: readonly Argument[] | undefined;
  for (const owner of await agent.parents(type)) {
    const methods = await methodsOf(owner, call.name, agent);
    const usable = methods.filter(
      ({ info }) => info.generics.length > 0 && info.isStatic === isStatic,
    );
    if (usable.length === 0) continue;
    given ??= await toArguments(call, context);
    const exact = await toCandidates(usable, given, call.types, context);
    const found =
      exact.length > 0 ? exact : await withDefaults(usable, owner, given, call, context);
    if (found.length === 0) continue;
    const best = await bestOf(found, given, context);
    if (best !== undefined) return invoke(best, of, context);
    throw new EvaluationError(`Several overloads of ${call.name} take these arguments`);
  }
  return undefined;
}

/** Those of the methods that have defaults for what is not given. */
async function withDefaults(
  methods: readonly Method[],
  owner: number,
  given: readonly Argument[],
  { name, types }: Call,
  context: EvaluationContext,
): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const one of methods) {
    const { length } = await context.runtime.agent.parameters(one.method);
    if (length <= given.length) continue;
    const defaults = await defaultsOf(one.method, owner, name, given.length, context);
    if (defaults === undefined) continue;
    const all = [...given, ...(await asArguments(defaults, context))];
    found.push(...(await toCandidates([one], all, types, context)));
  }
  return found;
}

function toArguments({ given }: Call, context: EvaluationContext): Promise<readonly Argument[]> {
  return asArguments(given, context);
}

async function asArguments(
  given: readonly Value[],
  { runtime }: EvaluationContext,
): Promise<readonly Argument[]> {
  const found: Argument[] = [];
  for (const one of given) {
    const value = one.kind === 'sequence' ? await runtime.reflection.sequence(one) : one;
    const isNull = value.kind === 'null';
    found.push({ value, type: isNull ? undefined : await runtime.reflection.typeOf(value) });
  }
  return found;
}

async function toCandidates(
  methods: readonly Method[],
  given: readonly Argument[],
  types: readonly number[],
  context: EvaluationContext,
): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const method of methods) {
    const candidate = await toCandidate(method, given, types, context).catch(orNone);
    if (candidate !== undefined) found.push(candidate);
  }
  return found;
}

async function toCandidate(
  { info, method }: Method,
  given: readonly Argument[],
  types: readonly number[],
  context: EvaluationContext,
): Promise<Candidate | undefined> {
  const { agent } = context.runtime;
  const open = await agent.parameters(method);
  const { generics } = info;
  if (open.length !== given.length) return undefined;
  const wanted = open.map(({ type }) => type);
  const chosen = types.length > 0 ? types : await inferTypes(wanted, generics, given, context);
  if (chosen?.length !== generics.length) return undefined;
  const made = chosen.length === 0 ? method : await context.runtime.makeGeneric(method, chosen);
  const written: Buffer[] = [];
  const parameters: Parameter[] = [];
  const closed = await agent.parameters(made);
  for (const [index, argument] of given.entries()) {
    const type = closed[index]?.type ?? 0;
    const one = await writeArgument(argument, type, context);
    if (one === undefined) return undefined;
    written.push(one);
    parameters.push({ type, isSpecific: !generics.includes(wanted[index] ?? 0) });
  }
  return { method: made, info, given: written, parameters };
}

/** A value as an argument of a parameter; `undefined` if C# doesn't convert it without a cast. */
async function writeArgument(
  { type, value }: Argument,
  parameter: number,
  context: EvaluationContext,
): Promise<Buffer | undefined> {
  const { agent, codec } = context.runtime;
  const { fullName } = await agent.typeInfo(parameter);
  const number = numberTypeNamed(fullName);
  if (value.kind === 'number' && number !== undefined) {
    const cast = convertsTo(value, number) ? castNumber(value, fullName) : undefined;
    return cast && codec.write(cast);
  }
  if (value.kind === 'number' && fullName === 'System.Decimal') {
    const cast = typeof value.value === 'bigint' ? castNumber(value, fullName) : undefined;
    return cast && codec.write(cast);
  }
  // Only reflection replaces it by the default of the parameter.
  if (type !== undefined && (await agent.typeInfo(type)).fullName === missingType) return undefined;
  if (type === parameter) return codec.write(value);
  if (value.kind === 'null') {
    return (await isNullable(parameter, context)) ? codec.write(value) : undefined;
  }
  if (!(await isInstance(value, parameter, context))) return undefined;
  return codec.writeObject(value);
}

async function isNullable(type: number, { runtime }: EvaluationContext): Promise<boolean> {
  const [own, ...bases] = await Promise.all(
    (await runtime.agent.parents(type)).map((one) => runtime.agent.typeInfo(one)),
  );
  const isStruct = bases.some(({ fullName }) => fullName === 'System.ValueType');
  return !isStruct || own?.fullName.startsWith('System.Nullable`1') === true;
}

/** The page refuses type arguments that the method's constraints exclude, for example. */
function orNone(error: unknown): undefined {
  if (!(error instanceof EvaluationError)) throw error;
  return undefined;
}
