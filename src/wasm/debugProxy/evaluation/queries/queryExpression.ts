import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { Expression, QueryClause } from '../syntax/expression.ts';
import { nullValue, type Value } from '../values/values.ts';
import { createGroups, toKey } from './groups.ts';
import { joinConversion } from './joinKeys.ts';
import { checkLength, itemsOf } from './items.ts';
import { sequence } from './query.ts';
import { sorted } from './sorting.ts';

/** The variables of a query expression for one of its results. */
type Row = ReadonlyMap<string, Value>;

type OfKind<Kind extends QueryClause['kind']> = Extract<QueryClause, { kind: Kind }>;

/** Evaluates a query expression: each clause makes rows of those before. */
export async function runQuery(
  { clauses, end }: Extract<Expression, { kind: 'query' }>,
  context: EvaluationContext,
): Promise<Value> {
  let rows: readonly Row[] = [new Map()];
  for (const clause of clauses) {
    rows = await runClause(clause, rows, context);
    checkLength(rows.length);
  }
  const values = await evaluateAll(end.value, rows, context);
  if (end.kind === 'select') return sequence(values);
  const keys = await evaluateAll(end.by, rows, context);
  return sequence(await createGroups({ of: nullValue, items: values, context }, keys));
}

async function runClause(
  clause: QueryClause,
  rows: readonly Row[],
  context: EvaluationContext,
): Promise<readonly Row[]> {
  switch (clause.kind) {
    case 'from':
      return expand(clause, rows, context);
    case 'let': {
      const values = await evaluateAll(clause.of, rows, context);
      return rows.map((row, index) => withVariable(row, clause.name, values[index]));
    }
    case 'where':
      return filter(clause, rows, context);
    case 'orderby':
      return order(clause, rows, context);
    case 'join':
      return join(clause, rows, context);
  }
}

async function expand(
  { name, of }: OfKind<'from' | 'let'>,
  rows: readonly Row[],
  context: EvaluationContext,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const row of rows) {
    const items = await itemsOf(await evaluateIn(row, of, context), context);
    found.push(...items.map((item) => withVariable(row, name, item)));
    checkLength(found.length);
  }
  return found;
}

async function filter(
  { condition }: OfKind<'where'>,
  rows: readonly Row[],
  context: EvaluationContext,
): Promise<readonly Row[]> {
  const kept: Row[] = [];
  for (const row of rows) {
    const isKept = await evaluateIn(row, condition, context);
    if (isKept.kind !== 'bool') throw new EvaluationError('The condition of where must be a bool');
    if (isKept.value) kept.push(row);
  }
  return kept;
}

async function order(
  { keys }: OfKind<'orderby'>,
  rows: readonly Row[],
  context: EvaluationContext,
): Promise<readonly Row[]> {
  const by = await Promise.all(
    keys.map(async ({ direction, key }) => ({
      direction,
      keys: await evaluateAll(key, rows, context),
    })),
  );
  return (await sorted(rows, by, context)).items;
}

async function join(
  { inner, into, name, of, outer }: OfKind<'join'>,
  rows: readonly Row[],
  context: EvaluationContext,
): Promise<readonly Row[]> {
  const items = await itemsOf(await context.evaluate(of), context);
  const single = items.map((item) => withVariable(new Map(), name, item));
  const ofItems = await evaluateAll(inner, single, context);
  const ofRows = await evaluateAll(outer, rows, context);
  const convertKey = joinConversion([...ofItems, ...ofRows]);
  const innerKeys = ofItems.map((key) => toJoinKey(convertKey(key)));
  const outerKeys = ofRows.map((key) => toJoinKey(convertKey(key)));
  const found: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const key = outerKeys[index];
    const matching = items.filter((_, at) => key !== undefined && innerKeys[at] === key);
    if (into !== undefined) found.push(withVariable(row, into, sequence(matching)));
    else found.push(...matching.map((item) => withVariable(row, name, item)));
    checkLength(found.length);
  }
  return found;
}

/** What equal keys have in common; `undefined` for null, which .NET joins with nothing. */
function toJoinKey(value: Value): string | undefined {
  if (value.kind === 'null') return undefined;
  const key = toKey(value);
  if (key === undefined) throw new EvaluationError('join is not supported for objects as keys');
  return key;
}

async function evaluateAll(
  expression: Expression,
  rows: readonly Row[],
  context: EvaluationContext,
): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (const row of rows) values.push(await evaluateIn(row, expression, context));
  return values;
}

function evaluateIn(row: Row, body: Expression, context: EvaluationContext): Promise<Value> {
  return context.call({ kind: 'lambda', names: [...row.keys()], body }, [...row.values()]);
}

function withVariable(row: Row, name: string, value: Value = nullValue): Row {
  return new Map([...row, [name, value]]);
}
