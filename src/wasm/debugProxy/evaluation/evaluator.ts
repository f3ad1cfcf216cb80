import { assign } from './assignment.ts';
import { awaitCompleted } from './awaiting.ts';
import { evaluateIndexes } from './elements/arrays.ts';
import { arrange } from './calls/namedArguments.ts';
import { callNamed } from './calls/namedCalls.ts';
import { callInPlace } from './calls/structCalls.ts';
import { castTo, isOfType } from './casts.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError, nullReference } from './evaluationError.ts';
import { interpolate } from './interpolation.ts';
import { createValue, type Creation } from './creation.ts';
import { declaredType } from './declaredTypes.ts';
import { defaultLike, defaultOfNamed } from './defaults.ts';
import { callMember, getIndex, getMember, lengthOf } from './members.ts';
import { resolveName, resolveTypePath } from './names.ts';
import { callMethodOfNull, getMemberOfNull } from './nullables.ts';
import { applyUnary, calculate, describe } from './operations.ts';
import { matches } from './patterns.ts';
import type { CSharpFrame } from './runtime/frame.ts';
import type { PausedRuntime } from './runtime/pausedRuntime.ts';
import { slice } from './elements/slices.ts';
import { Types } from './runtime/types.ts';
import type { Expression } from './syntax/expression.ts';
import { parseExpression } from './syntax/parser.ts';
import { bool, nullValue, text, type Value } from './values/values.ts';

type OfKind<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** Ends a chain at `?.` on null. */
class ChainEnd extends Error {}

/** Evaluates C# expressions in a frame of a paused page. */
export class Evaluator implements EvaluationContext {
  readonly runtime: PausedRuntime;
  readonly frame: CSharpFrame;
  readonly types: Types;
  readonly variables: Map<string, Value>;
  readonly pathStarts = new Map<Expression, Value>();
  readonly isChecked: boolean;

  constructor(
    runtime: PausedRuntime,
    frame: CSharpFrame,
    types = new Types(runtime.agent, frame),
    variables = new Map<string, Value>(),
    isChecked = false,
  ) {
    this.runtime = runtime;
    this.frame = frame;
    this.types = types;
    this.variables = variables;
    this.isChecked = isChecked;
  }

  evaluateText(expression: string): Promise<Value> {
    return this.evaluate(parseExpression(expression));
  }

  call(lambda: Value, given: readonly Value[]): Promise<Value> {
    if (lambda.kind !== 'lambda') throw new EvaluationError('Only lambdas can be used in queries');
    const variables = new Map(this.variables);
    for (const [index, name] of lambda.names.entries()) {
      variables.set(name, given[index] ?? nullValue);
    }
    return this.#inner(variables, this.isChecked).evaluate(lambda.body);
  }

  #inner(variables: Map<string, Value>, isChecked: boolean): Evaluator {
    return new Evaluator(this.runtime, this.frame, this.types, variables, isChecked);
  }

  async evaluate(expression: Expression): Promise<Value> {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'interpolated':
        return text(await interpolate(expression.parts, this));
      case 'lambda':
        return expression;
      case 'this':
        return this.#self();
      case 'name':
        return resolveName(expression, this);
      case 'type':
        return {
          kind: 'type',
          type: await this.types.resolve(expression.type),
          name: expression.type.name,
        };
      case 'typeof':
        return this.runtime.typeObject(await this.types.resolve(expression.type));
      case 'unary':
        return applyUnary(expression.sign, await this.evaluate(expression.of), this);
      case 'await':
        return awaitCompleted(await this.evaluate(expression.of), this);
      case 'checked':
        return this.#inner(this.variables, expression.isChecked).evaluate(expression.of);
      case 'binary':
        return this.#binary(expression);
      case 'assign':
        return assign(expression, this);
      case 'is':
        return bool(await matches(await this.evaluate(expression.of), expression.pattern, this));
      case 'cast':
        return castTo(await this.evaluate(expression.of), expression.type, this);
      case 'default':
        return defaultOfNamed(expression.type, this);
      default:
        return this.#composed(expression);
    }
  }

  async #composed(
    expression: OfKind<
      'member' | 'index' | 'call' | 'chain' | 'conditional' | 'as' | 'switch' | Creation['kind']
    >,
  ): Promise<Value> {
    switch (expression.kind) {
      case 'member':
        return this.#member(expression);
      case 'index':
        return this.#index(expression);
      case 'call':
        return this.#call(expression);
      case 'chain':
        return this.evaluate(expression.of).catch((error: unknown) => {
          if (error instanceof ChainEnd) return nullValue;
          throw error;
        });
      case 'conditional': {
        const isTrue = await this.#condition(expression.condition);
        return this.evaluate(isTrue ? expression.yes : expression.no);
      }
      case 'as': {
        const value = await this.evaluate(expression.of);
        return (await isOfType(value, expression.type, this)) ? value : nullValue;
      }
      case 'switch':
        return this.#switch(expression);
      default:
        return createValue(expression, this);
    }
  }

  async #index(expression: OfKind<'index'>): Promise<Value> {
    const of = await this.#receiver(expression);
    const [range] = expression.indexes;
    if (range?.kind === 'range') return slice(of, range, this);
    const length = () => lengthOf(of, this);
    return getIndex(of, await evaluateIndexes(expression.indexes, length, this), this);
  }

  async #self(): Promise<Value> {
    const self = await this.frame.variable('this');
    if (self === undefined) throw new EvaluationError('There is no this in a static method');
    return self.get();
  }

  async #member(expression: OfKind<'member'>): Promise<Value> {
    const type = await resolveTypePath(expression, this);
    if (type !== undefined) return type;
    const of = await this.evaluate(expression.of);
    const isMissing = of.kind === 'null' && !expression.isConditional;
    const missing = isMissing ? await getMemberOfNull(of, expression.name, this) : undefined;
    return missing ?? getMember(this.#present(of, expression), expression.name, this);
  }

  async #receiver(expression: OfKind<'member' | 'index'>): Promise<Value> {
    return this.#present(await this.evaluate(expression.of), expression);
  }

  /** What a member is sought of. Throws if it is null. */
  #present(of: Value, { isConditional }: OfKind<'member' | 'index'>): Value {
    if (of.kind !== 'null') return of;
    if (isConditional) throw new ChainEnd();
    throw nullReference();
  }

  async #call({ given, names, of }: OfKind<'call'>): Promise<Value> {
    if (of.kind === 'member') {
      const found = await this.evaluate(of.of);
      if (found.kind === 'null' && !of.isConditional && names.length === 0) {
        const result = await callMethodOfNull(found, of.name, await this.#all(given), this);
        if (result !== undefined) return result;
      }
      const receiver = this.#present(found, of);
      const all = await arrange(receiver, of.name, await this.#all(given), names, this);
      const types = await this.#types(of);
      const call = { name: of.name, given: all, types };
      const changed = await callInPlace(of.of, receiver, call, this);
      return changed ?? callMember(receiver, of.name, all, this, types);
    }
    if (of.kind !== 'name') throw new EvaluationError('Only methods can be called');
    const all = await arrange(undefined, of.name, await this.#all(given), names, this);
    return callNamed(of.name, all, await this.#types(of), this);
  }

  #types({ arguments: given }: OfKind<'member' | 'name'>): Promise<readonly number[]> {
    return Promise.all(given.map((type) => this.types.resolve(type)));
  }

  async #all(expressions: readonly Expression[]): Promise<readonly Value[]> {
    const values: Value[] = [];
    for (const expression of expressions) values.push(await this.evaluate(expression));
    return values;
  }

  async #binary({ left, right, sign }: OfKind<'binary'>): Promise<Value> {
    if (sign === '??') {
      const value = await this.evaluate(left);
      return value.kind === 'null' ? this.evaluate(right) : value;
    }
    if (sign === '&&') return bool((await this.#condition(left)) && (await this.#condition(right)));
    if (sign === '||') return bool((await this.#condition(left)) || (await this.#condition(right)));
    if (sign === '==' || sign === '!=') return this.#equality(sign, left, right);
    return calculate(sign, await this.evaluate(left), await this.evaluate(right), this);
  }

  async #equality(sign: string, left: Expression, right: Expression): Promise<Value> {
    if (left.kind === 'defaultLiteral') return this.#equality(sign, right, left);
    const one = await this.evaluate(left);
    const isDefault = right.kind === 'defaultLiteral';
    const other = isDefault ? await this.#defaultFor(left, one) : await this.evaluate(right);
    return calculate(sign, one, other, this);
  }

  /** The default with which a value is compared: null, if its type is a nullable one. */
  async #defaultFor(expression: Expression, value: Value): Promise<Value> {
    const type = await declaredType(expression, this);
    if (type === undefined) return defaultLike(value, this);
    const { fullName } = await this.runtime.agent.typeInfo(type);
    return fullName.startsWith('System.Nullable`1') ? nullValue : defaultLike(value, this);
  }

  async #condition(expression: Expression): Promise<boolean> {
    const value = await this.evaluate(expression);
    if (value.kind === 'bool') return value.value;
    throw new EvaluationError(`A bool is needed, but this is ${await describe(value, this)}`);
  }

  async #switch({ arms, of }: OfKind<'switch'>): Promise<Value> {
    const value = await this.evaluate(of);
    for (const arm of arms) {
      if (!(await matches(value, arm.pattern, this))) continue;
      if (arm.guard === undefined || (await this.#condition(arm.guard))) {
        return this.evaluate(arm.value);
      }
    }
    throw new EvaluationError('No arm of the switch matches');
  }
}
