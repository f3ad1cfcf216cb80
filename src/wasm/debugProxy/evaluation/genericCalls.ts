import { isInstance } from './casts.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { castNumber, numberTypeNamed } from './values/conversions.ts';
import { convertsTo } from './values/numbers.ts';
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

interface Argument {
  readonly value: Value;
  /** Of its value at run time; null has none. */
  readonly type: number | undefined;
}

/** A method with type arguments, and what it is given. */
interface Candidate {
  readonly method: number;
  readonly given: readonly Buffer[];
  /** How well each parameter fits. */
  readonly fit: readonly Fit[];
}

interface Fit {
  readonly type: number;
  /** Of two parameters, that with the higher rank is preferred: of the type itself, or not just a type parameter. */
  readonly rank: number;
}

/**
 * Calls a generic method of an object, or a static one of a type, with type arguments that are given or follow from
 * the arguments; `undefined` if it has none of this name for them. Throws an EvaluationError if several take them, and
 * none is preferred.
 */
export async function callGeneric(
  of: Value | { readonly type: number },
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const { agent, codec, reflection } = context.runtime;
  const isStatic = !('kind' in of) || of.kind === 'type';
  const type = 'kind' in of ? await reflection.typeOf(of) : of.type;
  let given: readonly Argument[] | undefined;
  for (const owner of await agent.parents(type)) {
    const found: Candidate[] = [];
    for (const method of await agent.methods(owner, call.name)) {
      const info = await agent.methodInfo(method);
      if (info.generics.length === 0 || info.isStatic !== isStatic) continue;
      given ??= await toArguments(call, context);
      const candidate = await toCandidate(method, given, call.types, context).catch(orNone);
      if (candidate !== undefined) found.push(candidate);
    }
    const best = preferred(found, call);
    if (best === undefined) continue;
    return reflection.invoke(best.method, best.given, isStatic ? undefined : await codec.write(of));
  }
  return undefined;
}

async function toArguments(
  { given }: Call,
  { runtime }: EvaluationContext,
): Promise<readonly Argument[]> {
  const found: Argument[] = [];
  for (const value of given) {
    const isNull = value.kind === 'null';
    found.push({ value, type: isNull ? undefined : await runtime.reflection.typeOf(value) });
  }
  return found;
}

function preferred(
  candidates: readonly Candidate[],
  { name }: Pick<Call, 'name'>,
): Candidate | undefined {
  const best = candidates.find((one) => candidates.every((other) => isAsGood(one, other)));
  if (best !== undefined || candidates.length === 0) return best;
  throw new EvaluationError(`Several overloads of ${name} take these arguments`);
}

/** Methods of derived types come first, and may hide those of base types. */
function isAsGood(one: Candidate, other: Candidate): boolean {
  const isSame = one.fit.every(({ type }, index) => type === other.fit[index]?.type);
  const isBelow = one.fit.some(({ rank }, index) => rank < (other.fit[index]?.rank ?? 0));
  const isAbove = one.fit.some(({ rank }, index) => rank > (other.fit[index]?.rank ?? 0));
  return !isBelow && (isAbove || isSame);
}

async function toCandidate(
  method: number,
  given: readonly Argument[],
  types: readonly number[],
  context: EvaluationContext,
): Promise<Candidate | undefined> {
  const { agent } = context.runtime;
  const open = await agent.parameters(method);
  const { generics } = await agent.methodInfo(method);
  if (open.length !== given.length) return undefined;
  const parameters = open.map(({ type }) => type);
  const chosen = types.length > 0 ? types : await inferTypes(parameters, generics, given, context);
  if (chosen?.length !== generics.length) return undefined;
  const made = await context.runtime.makeGeneric(method, chosen);
  const written: Buffer[] = [];
  const fit: Fit[] = [];
  const closed = await agent.parameters(made);
  for (const [index, argument] of given.entries()) {
    const type = closed[index]?.type ?? 0;
    const one = await writeArgument(argument, type, context);
    if (one === undefined) return undefined;
    written.push(one);
    const isSpecific = !generics.includes(parameters[index] ?? 0);
    fit.push({ type, rank: (argument.type === type ? 2 : 0) + (isSpecific ? 1 : 0) });
  }
  return { method: made, given: written, fit };
}

/** The type arguments that follow; `undefined` if numbers of several types are given for one. */
async function inferTypes(
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
  if (value.kind === 'null') {
    return (await isNullable(parameter, context)) ? codec.write(value) : undefined;
  }
  if (!(await isInstance(value, parameter, context))) return undefined;
  return type === parameter ? codec.write(value) : codec.writeObject(value);
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
