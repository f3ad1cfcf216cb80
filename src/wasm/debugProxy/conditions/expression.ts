import { type Token, tokenize } from './tokens.ts';

/** An expression that can be evaluated without .NET. */
export type Expression =
  | Extract<Token, { kind: 'int' | 'real' | 'string' | 'char' }>
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'name'; readonly name: string; readonly ofThis: boolean }
  | { readonly kind: 'not' | 'minus'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly sign: string;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Binary operators by ascending precedence. `is` is one of the comparisons. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>=', 'is'],
  ['+', '-'],
  ['*', '/', '%'],
];

const constants: Readonly<Record<string, Expression>> = {
  true: { kind: 'bool', value: true },
  false: { kind: 'bool', value: false },
  null: { kind: 'null' },
};

/** Keywords of expressions that are not supported here. */
const keywords: ReadonlySet<string> = new Set(
  'new typeof nameof default await is as not and or with switch sizeof checked unchecked base this stackalloc'.split(
    ' ',
  ),
);

class NotSimple extends Error {}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#binary(0);
    if (this.#at < this.#tokens.length) throw new NotSimple();
    return expression;
  }

  #binary(level: number): Expression {
    const signs = levels[level];
    if (signs === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let sign = this.#take(signs); sign !== undefined; sign = this.#take(signs)) {
      left = sign === 'is' ? this.#pattern(left) : this.#operation(sign, left, level);
    }
    return left;
  }

  #operation(sign: string, left: Expression, level: number): Expression {
    return { kind: 'binary', sign, left, right: this.#binary(level + 1) };
  }

  /** Parses the pattern after `is`: a constant, or `not` and a constant. */
  #pattern(left: Expression): Expression {
    const isNegated = this.#take(['not']) !== undefined;
    const right = this.#unary();
    const isConstant = right.kind !== 'name' && right.kind !== 'binary' && right.kind !== 'not';
    if (!isConstant) throw new NotSimple();
    return { kind: 'binary', sign: isNegated ? 'is not' : 'is', left, right };
  }

  #unary(): Expression {
    if (this.#take(['!']) !== undefined) return { kind: 'not', of: this.#unary() };
    if (this.#take(['-']) !== undefined) return { kind: 'minus', of: this.#unary() };
    return this.#primary();
  }

  #primary(): Expression {
    if (this.#take(['(']) !== undefined) {
      const inner = this.#binary(0);
      if (this.#take([')']) === undefined) throw new NotSimple();
      return inner;
    }
    const token = this.#tokens[this.#at++];
    if (token === undefined || isSign(token)) throw new NotSimple();
    return isName(token) ? this.#name(token.value) : token;
  }

  #name(name: string): Expression {
    const constant = constants[name];
    if (constant !== undefined) return constant;
    if (name === 'this' && this.#take(['.']) !== undefined) {
      const member = this.#tokens[this.#at++];
      if (member?.kind !== 'name') throw new NotSimple();
      return { kind: 'name', name: member.value, ofThis: true };
    }
    if (keywords.has(name)) throw new NotSimple();
    return { kind: 'name', name, ofThis: false };
  }

  /** Consumes one of these operators or keywords. */
  #take(wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || (token.kind !== 'sign' && token.kind !== 'name')) return undefined;
    if (!wanted.includes(token.value)) return undefined;
    this.#at++;
    return token.value;
  }
}

type Word<K extends 'name' | 'sign'> = Token & { readonly kind: K; readonly value: string };

function isName(token: Token): token is Word<'name'> {
  return token.kind === 'name';
}

function isSign(token: Token): token is Word<'sign'> {
  return token.kind === 'sign';
}

/** Parses a C# expression; `undefined` if only .NET can evaluate it. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  try {
    return new Parser(tokens).parse();
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}
