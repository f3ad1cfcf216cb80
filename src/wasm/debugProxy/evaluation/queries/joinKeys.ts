import { EvaluationError } from '../evaluationError.ts';
import { castNumber } from '../values/conversions.ts';
import type { Value } from '../values/values.ts';

/** Returns what converts the keys of a join to one type, as C# does. Throws an EvaluationError if they have none. */
export function joinConversion(keys: readonly Value[]): (key: Value) => Value {
  const kinds = new Set(keys.map(({ kind }) => kind));
  kinds.delete('null');
  if (kinds.size <= 1) {
    checkMembers(keys);
    return (key) => key;
  }
  const isReal = keys.some((key) => key.kind === 'number' && typeof key.value === 'number');
  const isNumeric = [...kinds].every((kind) => numericKinds.includes(kind));
  if (!isNumeric || (isReal && kinds.has('decimal'))) throw differ();
  const type = kinds.has('decimal') ? 'System.Decimal' : 'System.Int32';
  return (key) => (key.kind === 'char' || type === 'System.Decimal' ? cast(key, type) : key);
}

const numericKinds: readonly string[] = ['number', 'decimal', 'char'];

function cast(key: Value, type: string): Value {
  return castNumber(key, type) ?? key;
}

/** Anonymous objects are of one type only if their members are. */
function checkMembers(keys: readonly Value[]): void {
  const types = new Map<string, string>();
  for (const key of keys) {
    if (key.kind !== 'anonymous') continue;
    for (const [name, member] of key.members) {
      if (member.kind === 'null') continue;
      const type = member.kind === 'number' ? member.type : member.kind;
      if ((types.get(name) ?? type) !== type) throw differ();
      types.set(name, type);
    }
  }
}

function differ(): EvaluationError {
  return new EvaluationError('The keys of join have different types');
}
