import { EvaluationError } from '../evaluationError.ts';
import { constants, getSize, stepBy, toValue, unsupported } from './constants.ts';
import {
  lastName,
  parseCollection,
  parseInitial,
  parseList,
  parseNew,
  parseParenthesized,
} from './creationParser.ts';
import type { Expression, Pattern, SwitchArm, TypeName } from './expression.ts';
import { levels, shiftLevel, takeOperator } from './operatorLevels.ts';
import { parsePattern } from './patternParser.ts';
import { parseQuery } from './queryParser.ts';
import { tokenize } from './tokens.ts';
import { TokenStream } from './tokenStream.ts';
import { parseTypeName, predefined, simpleType, skipTypeArguments } from './typeNames.ts';

const assignments = ['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '??=', '<<=', '>>='];

/** Parses a C# expression. Throws an EvaluationError for text that is none, or isn't supported. */
export function parseExpression(text: string): Expression {
  const tokens = new TokenStream(tokenize(text.replace(/;\s*$/, '')));
  if (tokens.isAtEnd) throw new EvaluationError('The expression is empty');
  const expression = new Parser(tokens).assignment();
  if (!tokens.isAtEnd) throw tokens.unexpected();
  return expression;
}

class Parser {
  readonly #tokens: TokenStream;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  assignment(): Expression {
    const lambda = this.#lambda();
    if (lambda !== undefined) return lambda;
    const left = this.#range();
    const sign = this.#tokens.take(assignments);
    if (sign === undefined) return left;
    return { kind: 'assign', sign, left, right: this.assignment(), yields: 'after' };
  }

  /** `x => …` or `(x, y) => …`. */
  #lambda(): Expression | undefined {
    const start = this.#tokens.position;
    const names: string[] = [];
    if (this.#tokens.take(['(']) === undefined) {
      const name = this.#tokens.takeName();
      if (name !== undefined) names.push(name);
    } else {
      for (let name = this.#tokens.takeName(); name !== undefined;) {
        names.push(name);
        name = this.#tokens.take([',']) === undefined ? undefined : this.#tokens.takeName();
      }
      if (this.#tokens.take([')']) === undefined) names.length = 0;
    }
    if (this.#tokens.take(['=>']) !== undefined) {
      if (this.#tokens.take(['{']) !== undefined) {
        throw new EvaluationError('Lambdas with statements are not supported');
      }
      return { kind: 'lambda', names, body: this.assignment() };
    }
    this.#tokens.position = start;
    return undefined;
  }

  /** `a..b`, of which each side may be missing. */
  #range(): Expression {
    const start = this.#tokens.is('..') ? undefined : this.#conditional();
    if (this.#tokens.take(['..']) === undefined && start !== undefined) return start;
    const isOpen = this.#tokens.isAtEnd || [']', ')', ','].some((sign) => this.#tokens.is(sign));
    return { kind: 'range', start, end: isOpen ? undefined : this.#conditional() };
  }

  #conditional(): Expression {
    const condition = this.#coalesce();
    if (this.#tokens.take(['?']) === undefined) return condition;
    const yes = this.assignment();
    this.#tokens.expect(':');
    return { kind: 'conditional', condition, yes, no: this.assignment() };
  }

  #coalesce(): Expression {
    const left = this.#binary(0);
    if (this.#tokens.take(['??']) === undefined) return left;
    return { kind: 'binary', sign: '??', left, right: this.#coalesce() };
  }

  #binary(level: number): Expression {
    const signs = levels[level];
    if (signs === undefined) return this.#switchOrWith();
    let left = this.#binary(level + 1);
    for (;;) {
      const sign = takeOperator(this.#tokens, signs);
      if (sign === undefined) return left;
      if (sign === 'is') left = { kind: 'is', of: left, pattern: this.#pattern() };
      else if (sign === 'as') left = { kind: 'as', of: left, type: parseTypeName(this.#tokens) };
      else left = { kind: 'binary', sign, left, right: this.#binary(level + 1) };
    }
  }

  #pattern(): Pattern {
    return parsePattern(this.#tokens, () => this.#binary(shiftLevel));
  }

  /** `x switch { … }` and `x with { … }`, whose operand may have unary operators and casts. */
  #switchOrWith(): Expression {
    let of = this.#unary();
    while (this.#tokens.is('{', 1)) {
      const keyword = this.#tokens.take(['switch', 'with']);
      if (keyword === undefined) break;
      of =
        keyword === 'switch'
          ? this.#switch(of)
          : { kind: 'with', of, initial: parseInitial(this.#tokens, this.#operand) };
    }
    return of;
  }

  #unary(): Expression {
    const sign = this.#tokens.take(['-', '+', '!', '~']);
    if (sign !== undefined) {
      return { kind: 'unary', sign: sign as '-' | '+' | '!' | '~', of: this.#unary() };
    }
    if (this.#tokens.take(['^']) !== undefined) return { kind: 'fromEnd', of: this.#unary() };
    if (this.#tokens.takePrefix('await')) return { kind: 'await', of: this.#unary() };
    const step = this.#tokens.take(['++', '--']);
    if (step !== undefined) return stepBy(step, this.#unary(), 'after');
    return this.#cast() ?? this.#postfix();
  }

  /** `(int)x`; a name in parentheses is a cast only before something that can't be an operator. */
  #cast(): Expression | undefined {
    const start = this.#tokens.position;
    const type = this.#tokens.take(['(']) === undefined ? undefined : this.#castType();
    if (type !== undefined) return { kind: 'cast', type, of: this.#unary() };
    this.#tokens.position = start;
    return undefined;
  }

  #castType(): TypeName | undefined {
    const { next: first } = this.#tokens;
    if (first?.kind !== 'name') return undefined;
    const type = parseTypeName(this.#tokens);
    if (this.#tokens.take([')']) === undefined) return undefined;
    const { next } = this.#tokens;
    if (next === undefined) return undefined;
    if (predefined.has(type.name)) return type;
    const isOperator =
      (next.kind === 'sign' && !'(!~'.includes(next.value)) ||
      (next.kind === 'name' && !this.#tokens.isAtName) ||
      this.#tokens.isAtQueryKeyword;
    return isOperator ? undefined : type;
  }

  #postfix(): Expression {
    let of = this.#primary();
    let isConditional = false;
    for (;;) {
      const next = this.#parsePostfix(of);
      if (next === undefined) break;
      isConditional ||= 'isConditional' in next && next.isConditional;
      of = next;
    }
    if (isConditional) of = { kind: 'chain', of };
    const step = this.#tokens.take(['++', '--']);
    return step === undefined ? of : stepBy(step, of, 'before');
  }

  #parsePostfix(of: Expression): Expression | undefined {
    const dot = this.#tokens.take(['.', '?.']);
    if (dot !== undefined) {
      const name = this.#tokens.takeName();
      if (name === undefined) throw this.#tokens.unexpected();
      const given = skipTypeArguments(this.#tokens);
      return { kind: 'member', of, name, arguments: given, isConditional: dot === '?.' };
    }
    if (this.#tokens.takeBoth('?', '[')) {
      return { kind: 'index', of, indexes: this.#list(']'), isConditional: true };
    }
    if (this.#tokens.take(['[']) !== undefined) {
      return { kind: 'index', of, indexes: this.#list(']'), isConditional: false };
    }
    if (this.#tokens.take(['(']) !== undefined) return { kind: 'call', of, ...this.#arguments() };
    // The null-forgiving operator changes nothing.
    return this.#tokens.take(['!']) === undefined ? undefined : of;
  }

  /** Those of a call. Named ones come last. */
  #arguments(): { readonly given: readonly Expression[]; readonly names: readonly string[] } {
    const names: string[] = [];
    const given = this.#list(')', () => {
      const name = this.#tokens.takeLabel();
      if (name === undefined && names.length > 0) throw this.#tokens.unexpected();
      if (name !== undefined) names.push(name);
    });
    return { given, names };
  }

  readonly #operand = (): Expression => this.assignment();

  #list(end: string, before?: () => void): readonly Expression[] {
    return parseList(this.#tokens, end, this.#operand, before);
  }

  #switch(of: Expression): Expression {
    const arms: SwitchArm[] = [];
    this.#tokens.expect('{');
    while (this.#tokens.take(['}']) === undefined) {
      const pattern = this.#pattern();
      const guard = this.#tokens.take(['when']) === undefined ? undefined : this.#coalesce();
      this.#tokens.expect('=>');
      arms.push({ pattern, guard, value: this.assignment() });
      this.#tokens.take([',']);
    }
    return { kind: 'switch', of, arms };
  }

  #primary(): Expression {
    if (this.#tokens.take(['(']) !== undefined) {
      return parseParenthesized(this.#tokens, this.#operand);
    }
    if (this.#tokens.take(['[']) !== undefined) {
      return parseCollection(this.#tokens, this.#operand);
    }
    const token = this.#tokens.takeAny();
    if (token?.kind === 'name') return this.#name(token.value);
    if (token?.kind === 'interpolated') return token;
    if (token === undefined || token.kind === 'sign') throw this.#tokens.unexpected(token);
    return { kind: 'literal', value: toValue(token) };
  }

  #name(name: string): Expression {
    const constant = constants.get(name);
    if (constant !== undefined) return { kind: 'literal', value: constant };
    if (name === 'from' && this.#tokens.isAtName) {
      return parseQuery(this.#tokens, this.#operand);
    }
    const reason = unsupported.get(name);
    if (reason !== undefined && !this.#tokens.isAtEnd) throw new EvaluationError(reason);
    switch (name) {
      case 'this':
        return { kind: 'this' };
      case 'nameof':
        return { kind: 'literal', value: { kind: 'string', value: this.#parseNameOf() } };
      case 'typeof':
        return { kind: 'typeof', type: this.#parenthesized() };
      case 'sizeof':
        return { kind: 'literal', value: getSize(this.#parenthesized().name) };
      case 'default':
        return this.#tokens.is('(')
          ? { kind: 'default', type: this.#parenthesized() }
          : { kind: 'defaultLiteral' };
      case 'checked':
      case 'unchecked':
        return { kind: 'checked', of: this.#inParentheses(), isChecked: name === 'checked' };
      case 'new':
        return parseNew(this.#tokens, this.#operand);
      default:
        if (predefined.has(name)) return { kind: 'type', type: simpleType(name) };
        return { kind: 'name', name, arguments: skipTypeArguments(this.#tokens) };
    }
  }

  #parenthesized(): TypeName {
    this.#tokens.expect('(');
    const type = parseTypeName(this.#tokens);
    this.#tokens.expect(')');
    return type;
  }

  #inParentheses(): Expression {
    this.#tokens.expect('(');
    const inner = this.assignment();
    this.#tokens.expect(')');
    return inner;
  }

  /** The last name in the parentheses. */
  #parseNameOf(): string {
    const name = lastName(this.#inParentheses());
    if (name === undefined) throw new EvaluationError('nameof needs a name');
    return name;
  }
}
