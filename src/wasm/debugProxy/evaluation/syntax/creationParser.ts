import { EvaluationError } from '../evaluationError.ts';
import type { Expression, TypeName } from './expression.ts';
import type { TokenStream } from './tokenStream.ts';
import { parseTypeName } from './typeNames.ts';

/** Parses an expression in a list. */
type ParseOperand = () => Expression;

/** Parses expressions up to a sign, with commas between them. */
export function parseList(
  tokens: TokenStream,
  end: string,
  operand: ParseOperand,
  before: () => void = () => undefined,
): readonly Expression[] {
  const found: Expression[] = [];
  while (tokens.take([end]) === undefined) {
    if (found.length > 0) {
      tokens.expect(',');
      // A comma may be the last sign in braces.
      if (end === '}' && tokens.take([end]) !== undefined) break;
    }
    before();
    found.push(operand());
  }
  return found;
}

/** Parses what follows `new`. */
export function parseNew(tokens: TokenStream, operand: ParseOperand): Expression {
  if (tokens.take(['{']) !== undefined) return parseAnonymous(tokens, operand);
  if (tokens.take(['[']) !== undefined) {
    tokens.expect(']');
    tokens.expect('{');
    return { kind: 'array', items: parseList(tokens, '}', operand) };
  }
  if (tokens.is('(')) {
    throw new EvaluationError('new needs the name of a type here');
  }
  const type = parseTypeName(tokens);
  if (type.ranks.length > 0) return parseArray(type, tokens, operand);
  if (tokens.take(['[']) !== undefined) {
    const [length, ...others] = parseList(tokens, ']', operand);
    if (length === undefined || others.length > 0 || tokens.is('[') || tokens.is('{')) {
      throw new EvaluationError('Only arrays with one dimension can be created');
    }
    return { kind: 'newArray', element: type, length };
  }
  const hasOnlyInitial = tokens.is('{');
  if (!hasOnlyInitial) tokens.expect('(');
  const given = hasOnlyInitial ? [] : parseList(tokens, ')', operand);
  return { kind: 'new', type, given, initial: parseInitial(tokens, operand) };
}

/** `T[] { a, b }`. */
function parseArray(type: TypeName, tokens: TokenStream, operand: ParseOperand): Expression {
  const [rank, ...ranks] = type.ranks;
  if (rank !== 1) throw new EvaluationError('Only arrays with one dimension can be created');
  tokens.expect('{');
  return { kind: 'array', items: parseList(tokens, '}', operand), element: { ...type, ranks } };
}

/** `{ Name = value, …}`, `{ element, … }` or `{ { key, value }, … }`; none if there are no braces. */
export function parseInitial(tokens: TokenStream, operand: ParseOperand): readonly Expression[] {
  if (tokens.take(['{']) === undefined) return [];
  return parseList(tokens, '}', () =>
    tokens.take(['{']) === undefined
      ? operand()
      : { kind: 'element', given: parseList(tokens, '}', operand) },
  );
}

/** `[a, b, .. c]`, after the bracket. */
export function parseCollection(tokens: TokenStream, operand: ParseOperand): Expression {
  const items = parseList(tokens, ']', operand).map((item): Expression => {
    const isSpread = item.kind === 'range' && item.start === undefined && item.end !== undefined;
    return isSpread ? { kind: 'spread', of: item.end } : item;
  });
  return { kind: 'array', items };
}

/** `(a)` or `(a, Name: b)`, after the parenthesis. */
export function parseParenthesized(tokens: TokenStream, operand: ParseOperand): Expression {
  const labels: (string | undefined)[] = [];
  const items = parseList(tokens, ')', operand, () => labels.push(tokens.takeLabel()));
  const [inner, ...others] = items;
  if (inner === undefined) throw tokens.unexpected();
  if (others.length === 0 && labels[0] === undefined) return inner;
  const names = items.map((item, index) => labels[index] ?? lastName(item));
  return { kind: 'tuple', items, names };
}

function parseAnonymous(tokens: TokenStream, operand: ParseOperand): Expression {
  const members = parseList(tokens, '}', operand).map((item) => {
    const isNamed = item.kind === 'assign' && item.sign === '=';
    const name = lastName(isNamed ? item.left : item);
    if (name === undefined) throw new EvaluationError('A member of an anonymous type needs a name');
    return { name, value: isNamed ? item.right : item };
  });
  return { kind: 'anonymous', members };
}

/** The last name of `a`, `a.b` or `a?.b`. */
export function lastName(of: Expression): string | undefined {
  if (of.kind === 'name' || of.kind === 'member') return of.name;
  return of.kind === 'chain' ? lastName(of.of) : undefined;
}
