import type { Expression, Pattern } from './expression.ts';
import type { TokenStream } from './tokenStream.ts';
import { parseTypeName } from './typeNames.ts';

/** Keywords after a type that begin no variable. */
const following = ['and', 'or', 'when', 'is', 'as'];

/** Parses what follows `is`, or begins an arm of a switch. */
export function parsePattern(tokens: TokenStream, operand: () => Expression): Pattern {
  let left = parseConjunction(tokens, operand);
  while (tokens.take(['or']) !== undefined) {
    left = { kind: 'or', left, right: parseConjunction(tokens, operand) };
  }
  return left;
}

function parseConjunction(tokens: TokenStream, operand: () => Expression): Pattern {
  let left = parseSimple(tokens, operand);
  while (tokens.take(['and']) !== undefined) {
    left = { kind: 'and', left, right: parseSimple(tokens, operand) };
  }
  return left;
}

function parseSimple(tokens: TokenStream, operand: () => Expression): Pattern {
  if (tokens.take(['not']) !== undefined) return { kind: 'not', of: parseSimple(tokens, operand) };
  if (tokens.take(['_']) !== undefined) return { kind: 'any' };
  if (tokens.take(['{']) !== undefined) {
    return withVariable(parseProperties(tokens, operand), tokens);
  }
  if (tokens.take(['[']) !== undefined) return withVariable(parseList(tokens, operand), tokens);
  const sign = tokens.take(['<', '>', '<=', '>=']);
  if (sign !== undefined) return { kind: 'relation', sign, value: operand() };
  if (tokens.take(['(']) !== undefined) {
    const [inner, ...others] = parsePositions(tokens, operand);
    if (inner !== undefined && others.length === 0) return inner;
    return withVariable({ kind: 'positions', parts: inner ? [inner, ...others] : [] }, tokens);
  }
  return parseTypeOrConstant(tokens, operand);
}

function parseList(tokens: TokenStream, operand: () => Expression): Pattern {
  const first: Pattern[] = [];
  let last: Pattern[] | undefined;
  while (tokens.take([']']) === undefined) {
    if (tokens.take(['..']) === undefined) (last ?? first).push(parsePattern(tokens, operand));
    else if (last === undefined) last = [];
    else throw tokens.unexpected();
    if (!tokens.is(']')) tokens.expect(',');
  }
  return { kind: 'list', first, last };
}

function parseTypeOrConstant(tokens: TokenStream, operand: () => Expression): Pattern {
  const start = tokens.position;
  const { next } = tokens;
  const isName = next?.kind === 'name' && !['true', 'false', 'null'].includes(next.value);
  if (!isName) return { kind: 'constant', value: operand() };
  const type = parseTypeName(tokens);
  if (['typeof', 'nameof', 'sizeof', 'default'].includes(type.name)) {
    tokens.position = start;
    return { kind: 'constant', value: operand() };
  }
  const isOfType: Pattern = { kind: 'type', type, variable: undefined };
  if (tokens.take(['(']) !== undefined) {
    const parts = parsePositions(tokens, operand);
    const found: Pattern = { kind: 'and', left: isOfType, right: { kind: 'positions', parts } };
    return withVariable(withProperties(found, tokens, operand), tokens);
  }
  if (tokens.is('{')) return withVariable(withProperties(isOfType, tokens, operand), tokens);
  return { kind: 'type', type, variable: takeVariable(tokens) };
}

function takeVariable(tokens: TokenStream): string | undefined {
  const { next } = tokens;
  const isVariable =
    next?.kind === 'name' && !following.includes(next.value) && !tokens.isAtQueryKeyword;
  return isVariable ? tokens.takeName() : undefined;
}

/** A pattern that declares a variable if a name follows. */
function withVariable(pattern: Pattern, tokens: TokenStream): Pattern {
  const name = takeVariable(tokens);
  if (name === undefined) return pattern;
  return { kind: 'and', left: pattern, right: { kind: 'variable', name } };
}

/** A pattern whose properties are matched too if braces follow. */
function withProperties(pattern: Pattern, tokens: TokenStream, operand: () => Expression): Pattern {
  if (tokens.take(['{']) === undefined) return pattern;
  return { kind: 'and', left: pattern, right: parseProperties(tokens, operand) };
}

/** Patterns up to a closing parenthesis. */
function parsePositions(tokens: TokenStream, operand: () => Expression): readonly Pattern[] {
  const parts: Pattern[] = [];
  while (tokens.take([')']) === undefined) {
    if (parts.length > 0) tokens.expect(',');
    parts.push(parsePattern(tokens, operand));
  }
  return parts;
}

function parseProperties(tokens: TokenStream, operand: () => Expression): Pattern {
  const properties: { name: string; pattern: Pattern }[] = [];
  while (tokens.take(['}']) === undefined) {
    const name = tokens.takeName();
    if (name === undefined) throw tokens.unexpected();
    properties.push({ name, pattern: parseProperty(tokens, operand) });
    tokens.take([',']);
  }
  return { kind: 'properties', properties };
}

/** What follows the name of a property: `: pattern`, or `.Inner: pattern`. */
function parseProperty(tokens: TokenStream, operand: () => Expression): Pattern {
  if (tokens.take(['.']) === undefined) {
    tokens.expect(':');
    return parsePattern(tokens, operand);
  }
  const name = tokens.takeName();
  if (name === undefined) throw tokens.unexpected();
  return { kind: 'properties', properties: [{ name, pattern: parseProperty(tokens, operand) }] };
}
