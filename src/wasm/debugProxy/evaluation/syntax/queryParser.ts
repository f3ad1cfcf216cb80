import { EvaluationError } from '../evaluationError.ts';
import type { Expression, QueryClause, QueryEnd, QueryOrder } from './expression.ts';
import type { TokenStream } from './tokenStream.ts';
import { parseTypeName } from './typeNames.ts';

/** Parses what follows the first `from` of a query expression. */
export function parseQuery(tokens: TokenStream, operand: () => Expression): Expression {
  tokens.queryDepth++;
  try {
    return parseClauses(tokens, operand);
  } finally {
    tokens.queryDepth--;
  }
}

function parseClauses(tokens: TokenStream, operand: () => Expression): Expression {
  const clauses: QueryClause[] = [parseSource(tokens, operand)];
  for (;;) {
    const clause = parseClause(tokens, operand);
    if (clause !== undefined) {
      clauses.push(clause);
      continue;
    }
    const query: Expression = {
      kind: 'query',
      clauses: [...clauses],
      end: parseEnd(tokens, operand),
    };
    if (tokens.take(['into']) === undefined) return query;
    // What follows is a query of the one before.
    clauses.splice(0, clauses.length, { kind: 'from', name: takeName(tokens), of: query });
  }
}

/** `[type] name in collection`. */
function parseSource(tokens: TokenStream, operand: () => Expression): QueryClause {
  return { kind: 'from', name: takeRangeVariable(tokens), of: operand() };
}

function takeRangeVariable(tokens: TokenStream): string {
  const start = tokens.position;
  const name = takeName(tokens);
  if (tokens.take(['in']) !== undefined) return name;
  tokens.position = start;
  parseTypeName(tokens);
  throw new EvaluationError('Types of variables in queries are not supported; use Cast or OfType');
}

function parseClause(tokens: TokenStream, operand: () => Expression): QueryClause | undefined {
  switch (tokens.take(['from', 'where', 'let', 'orderby', 'join'])) {
    case 'from':
      return parseSource(tokens, operand);
    case 'where':
      return { kind: 'where', condition: operand() };
    case 'let': {
      const name = takeName(tokens);
      tokens.expect('=');
      return { kind: 'let', name, of: operand() };
    }
    case 'orderby':
      return { kind: 'orderby', keys: parseOrders(tokens, operand) };
    case 'join':
      return parseJoin(tokens, operand);
    default:
      return undefined;
  }
}

function parseOrders(tokens: TokenStream, operand: () => Expression): readonly QueryOrder[] {
  const keys: QueryOrder[] = [];
  do {
    const key = operand();
    const isDescending = tokens.take(['ascending', 'descending']) === 'descending';
    keys.push({ key, direction: isDescending ? 'descending' : 'ascending' });
  } while (tokens.take([',']) !== undefined);
  return keys;
}

function parseJoin(tokens: TokenStream, operand: () => Expression): QueryClause {
  const name = takeRangeVariable(tokens);
  const of = operand();
  tokens.expect('on');
  const outer = operand();
  tokens.expect('equals');
  const inner = operand();
  const into = tokens.take(['into']) === undefined ? undefined : takeName(tokens);
  return { kind: 'join', name, of, outer, inner, into };
}

function parseEnd(tokens: TokenStream, operand: () => Expression): QueryEnd {
  if (tokens.take(['select']) !== undefined) return { kind: 'select', value: operand() };
  tokens.expect('group');
  const value = operand();
  tokens.expect('by');
  return { kind: 'group', value, by: operand() };
}

function takeName(tokens: TokenStream): string {
  const name = tokens.takeName();
  if (name === undefined) throw tokens.unexpected();
  return name;
}
