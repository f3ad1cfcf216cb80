import type { TypeName } from './expression.ts';
import type { TokenStream } from './tokenStream.ts';

/** The keywords for types, with their names in .NET. */
export const predefined: ReadonlyMap<string, string> = new Map([
  ['bool', 'System.Boolean'],
  ['byte', 'System.Byte'],
  ['sbyte', 'System.SByte'],
  ['short', 'System.Int16'],
  ['ushort', 'System.UInt16'],
  ['int', 'System.Int32'],
  ['uint', 'System.UInt32'],
  ['long', 'System.Int64'],
  ['ulong', 'System.UInt64'],
  ['float', 'System.Single'],
  ['double', 'System.Double'],
  ['decimal', 'System.Decimal'],
  ['char', 'System.Char'],
  ['string', 'System.String'],
  ['object', 'System.Object'],
]);

/** A type that is written as a name only. */
export function simpleType(name: string): TypeName {
  return { name, arguments: [], ranks: [], isNullable: false };
}

/** Parses `A.B<C>[]?`. */
export function parseTypeName(tokens: TokenStream): TypeName {
  const first = tokens.takeName();
  if (first === undefined) throw tokens.unexpected();
  let name = first;
  let given = typeArguments(tokens);
  while (given.length === 0 && tokens.take(['.']) !== undefined) {
    const part = tokens.takeName();
    if (part === undefined) throw tokens.unexpected();
    name += `.${part}`;
    given = typeArguments(tokens);
  }
  const isNullable = takeQuestion(tokens);
  const ranks: number[] = [];
  for (let rank = takeRank(tokens); rank !== undefined; rank = takeRank(tokens)) ranks.push(rank);
  return { name, arguments: given, ranks, isNullable };
}

/** Signs that begin no expression. */
const endings = [')', ',', '>', ']', '}', ':', '?', '??', '==', '!=', '&&', '||', '=>'];

/** `?` belongs to the type only if no expression follows, as in `x is int ? 1 : 2`. */
function takeQuestion(tokens: TokenStream): boolean {
  const start = tokens.position;
  if (tokens.take(['?']) === undefined) return false;
  const { next } = tokens;
  const isEnd = next === undefined || (next.kind === 'sign' && endings.includes(next.value));
  if (!isEnd) tokens.position = start;
  return isEnd;
}

function takeRank(tokens: TokenStream): number | undefined {
  const start = tokens.position;
  if (tokens.take(['[']) === undefined) return undefined;
  let rank = 1;
  while (tokens.take([',']) !== undefined) rank++;
  if (tokens.take([']']) !== undefined) return rank;
  tokens.position = start;
  return undefined;
}

function typeArguments(tokens: TokenStream): readonly TypeName[] {
  const start = tokens.position;
  if (tokens.take(['<']) === undefined) return [];
  const given: TypeName[] = [];
  do {
    if (tokens.next?.kind !== 'name') break;
    given.push(parseTypeName(tokens));
  } while (tokens.take([',']) !== undefined);
  if (given.length > 0 && tokens.take(['>']) !== undefined) return given;
  tokens.position = start;
  return [];
}

/** Takes the type arguments of a member, as in `Find<int>(…)`; a `<` before something else is an operator. */
export function skipTypeArguments(tokens: TokenStream): readonly TypeName[] {
  const start = tokens.position;
  const given = typeArguments(tokens);
  const { next } = tokens;
  const isEnd = next === undefined || (next.kind === 'sign' && '().,];:?'.includes(next.value));
  if (given.length > 0 && isEnd) return given;
  tokens.position = start;
  return [];
}
