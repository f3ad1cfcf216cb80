import type { LiteralValue } from './literals.ts';
import { decimalText } from './decimals.ts';
import type { Expression } from '../syntax/expression.ts';
import { type NumberValue, realText } from './numbers.ts';

/** A value of C# at a stop. */
export type Value =
  | LiteralValue
  | { readonly kind: 'void' }
  | EnumValue
  | ObjectValue
  | StructValue
  | TypeValue
  | LambdaValue
  | SequenceValue
  | AnonymousValue;

/** An object on the heap, by the runtime's number of it, which is valid until the page goes on. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly id: number;
  readonly type: number;
  /** The names of the elements of tuples in a collection, if its declaration gives them. */
  readonly itemNames?: readonly (string | undefined)[];
}

/** A value of a value type, in the form in which the runtime has sent it. */
interface StructValue {
  readonly kind: 'struct';
  readonly type: number;
  readonly bytes: Buffer;
  /** The names of a tuple's elements, if the expression gives them. */
  readonly names?: readonly (string | undefined)[];
}

interface EnumValue {
  readonly kind: 'enum';
  readonly type: number;
  readonly bytes: Buffer;
  readonly value: NumberValue;
}

/** A type, whose static members are meant. */
interface TypeValue {
  readonly kind: 'type';
  readonly type: number;
  readonly name: string;
}

/** A lambda, which is evaluated here. */
interface LambdaValue {
  readonly kind: 'lambda';
  readonly names: readonly string[];
  readonly body: Expression;
}

/** What a query has found. */
export interface SequenceValue {
  readonly kind: 'sequence';
  readonly items: readonly Value[];
  /** The places of the elements in the order that they have been sorted by, the same for those that are equal in it. */
  readonly ranks?: readonly number[];
  /** What the elements of a group have in common. */
  readonly key?: Value;
}

/** An object of an anonymous type, which is kept here: the page has no such type. */
interface AnonymousValue {
  readonly kind: 'anonymous';
  readonly members: ReadonlyMap<string, Value>;
}

/** The text that C# uses in concatenations, in the invariant culture; `undefined` if only .NET has it. */
export function toText(value: Value): string | undefined {
  switch (value.kind) {
    case 'null':
      return '';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'char':
    case 'string':
      return value.value;
    case 'number':
      return typeof value.value === 'bigint'
        ? String(value.value)
        : realText(value.value, value.type);
    case 'decimal':
      return decimalText(value);
    default:
      return undefined;
  }
}

export const nullValue: Value = { kind: 'null' };

export function bool(value: boolean): Value {
  return { kind: 'bool', value };
}

export function text(value: string): Value {
  return { kind: 'string', value };
}

export function int(value: number): NumberValue {
  return { kind: 'number', type: 'int', value: BigInt(value) };
}
