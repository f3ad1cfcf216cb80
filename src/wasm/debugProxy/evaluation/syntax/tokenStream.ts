import { EvaluationError } from '../evaluationError.ts';
import type { Token } from './tokens.ts';

/** Keywords of query expressions, which end the expressions in them. */
const queryKeywords: readonly string[] = [
  'ascending',
  'by',
  'descending',
  'equals',
  'from',
  'group',
  'in',
  'into',
  'join',
  'let',
  'on',
  'orderby',
  'select',
  'where',
];

/** Keywords of operators that follow an operand. */
const operatorKeywords: readonly string[] = ['as', 'is', 'switch', 'with'];

/** The tokens of an expression, which a parser takes one after the other. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  position = 0;
  /** How many query expressions are being parsed, one in another. */
  queryDepth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token | undefined {
    return this.#tokens[this.position];
  }

  get isAtEnd(): boolean {
    return this.position >= this.#tokens.length;
  }

  /** Whether the next token, or one after it, is this operator. */
  is(sign: string, ahead = 0): boolean {
    const token = this.#tokens[this.position + ahead];
    return token?.kind === 'sign' && token.value === sign;
  }

  /** Whether the next token is a name, and not the keyword of an operator. */
  get isAtName(): boolean {
    const { next } = this;
    return next?.kind === 'name' && !operatorKeywords.includes(next.value);
  }

  /** Whether the next token is a keyword of a query expression that is being parsed. */
  get isAtQueryKeyword(): boolean {
    const { next } = this;
    return this.queryDepth > 0 && next?.kind === 'name' && queryKeywords.includes(next.value);
  }

  takeAny(): Token | undefined {
    return this.#tokens[this.position++];
  }

  /** Takes one of these operators or keywords. */
  take(wanted: readonly string[]): string | undefined {
    const { next } = this;
    if (next?.kind !== 'sign' && next?.kind !== 'name') return undefined;
    if (!wanted.includes(next.value)) return undefined;
    this.position++;
    return next.value;
  }

  takeBoth(one: string, other: string): boolean {
    const start = this.position;
    if (this.take([one]) !== undefined && this.take([other]) !== undefined) return true;
    this.position = start;
    return false;
  }

  /** Takes a keyword in front of an operand; elsewhere it is a name. */
  takePrefix(keyword: string): boolean {
    const start = this.position;
    const isTaken = this.take([keyword]) !== undefined;
    const isPrefix = this.next !== undefined && (this.next.kind !== 'sign' || this.is('('));
    if (isTaken && isPrefix) return true;
    this.position = start;
    return false;
  }

  /** Takes the name of an argument, with its colon. */
  takeLabel(): string | undefined {
    const start = this.position;
    const name = this.takeName();
    if (name !== undefined && this.take([':']) !== undefined) return name;
    this.position = start;
    return undefined;
  }

  takeName(): string | undefined {
    const { next } = this;
    if (next?.kind !== 'name') return undefined;
    this.position++;
    return next.value;
  }

  expect(sign: string): void {
    if (this.take([sign]) === undefined) throw this.unexpected();
  }

  unexpected(token: Token | undefined = this.next): EvaluationError {
    if (token === undefined) return new EvaluationError('The expression ends too early');
    const shown = 'value' in token ? token.value : 'text' in token ? token.text : 'string';
    return new EvaluationError(`Unexpected ${shown}`);
  }
}
