import type { LiteralValue } from '../values/literals.ts';
import type { InterpolatedPart } from '../../conditions/interpolatedParts.ts';

/** A type as it is written: `List<int>[]` is an array of a generic type. */
export interface TypeName {
  readonly name: string;
  readonly arguments: readonly TypeName[];
  /** Array ranks, outermost first. */
  readonly ranks: readonly number[];
  readonly isNullable: boolean;
}

/** A pattern of `is` or of a switch arm. */
export type Pattern =
  | { readonly kind: 'constant'; readonly value: Expression }
  /** `variable` is declared if it matches. */
  | { readonly kind: 'type'; readonly type: TypeName; readonly variable: string | undefined }
  | { readonly kind: 'relation'; readonly sign: string; readonly value: Expression }
  | { readonly kind: 'not'; readonly of: Pattern }
  | { readonly kind: 'and' | 'or'; readonly left: Pattern; readonly right: Pattern }
  /** `(a, b)`, for a tuple or what can be deconstructed. */
  | { readonly kind: 'positions'; readonly parts: readonly Pattern[] }
  /** Declares a variable for what isn't null. */
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'properties';
      readonly properties: readonly { readonly name: string; readonly pattern: Pattern }[];
    }
  /** `[a, .., b]`; `last` is there if any number of elements may be between. */
  | {
      readonly kind: 'list';
      readonly first: readonly Pattern[];
      readonly last: readonly Pattern[] | undefined;
    }
  | { readonly kind: 'any' };

interface BinaryExpression<Kind extends string> {
  readonly kind: Kind;
  readonly sign: string;
  readonly left: Expression;
  readonly right: Expression;
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: LiteralValue }
  | { readonly kind: 'interpolated'; readonly parts: readonly InterpolatedPart[] }
  | { readonly kind: 'name'; readonly name: string; readonly arguments: readonly TypeName[] }
  | { readonly kind: 'this' }
  | { readonly kind: 'type'; readonly type: TypeName }
  | {
      readonly kind: 'member';
      readonly of: Expression;
      readonly name: string;
      readonly arguments: readonly TypeName[];
      readonly isConditional: boolean;
    }
  | {
      readonly kind: 'index';
      readonly of: Expression;
      readonly indexes: readonly Expression[];
      readonly isConditional: boolean;
    }
  | {
      readonly kind: 'call';
      readonly of: Expression;
      readonly given: readonly Expression[];
      /** The names of the last arguments, as in `f(1, by: 2)`. */
      readonly names: readonly string[];
    }
  /** `^1`, in an index. */
  | { readonly kind: 'fromEnd'; readonly of: Expression }
  /** `a..b`, in an index. */
  | {
      readonly kind: 'range';
      readonly start: Expression | undefined;
      readonly end: Expression | undefined;
    }
  | {
      readonly kind: 'tuple';
      readonly items: readonly Expression[];
      readonly names: readonly (string | undefined)[];
    }
  /** `new[] { a, b }`, `new T[] { a, b }` or `[a, .. b]`. */
  | {
      readonly kind: 'array';
      readonly items: readonly Expression[];
      readonly element?: TypeName;
    }
  /** `new T[length]`. */
  | { readonly kind: 'newArray'; readonly element: TypeName; readonly length: Expression }
  /** The elements of a collection, in another one. */
  | { readonly kind: 'spread'; readonly of: Expression }
  /** `{ key, value }` in an initializer. */
  | { readonly kind: 'element'; readonly given: readonly Expression[] }
  | {
      readonly kind: 'anonymous';
      readonly members: readonly { readonly name: string; readonly value: Expression }[];
    }
  | { readonly kind: 'query'; readonly clauses: readonly QueryClause[]; readonly end: QueryEnd }
  /** Ends what `?.` skips. */
  | { readonly kind: 'chain'; readonly of: Expression }
  | { readonly kind: 'unary'; readonly sign: '-' | '+' | '!' | '~'; readonly of: Expression }
  | { readonly kind: 'await'; readonly of: Expression }
  /** Says whether calculations and casts of integers throw when they overflow. */
  | { readonly kind: 'checked'; readonly of: Expression; readonly isChecked: boolean }
  | BinaryExpression<'binary'>
  | (BinaryExpression<'assign'> & {
      /** Which value the expression has: that before, as `x++`, or that after the assignment. */
      readonly yields: 'before' | 'after';
    })
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly kind: 'is'; readonly of: Expression; readonly pattern: Pattern }
  | { readonly kind: 'cast'; readonly of: Expression; readonly type: TypeName }
  | { readonly kind: 'as'; readonly of: Expression; readonly type: TypeName }
  | { readonly kind: 'typeof' | 'default'; readonly type: TypeName }
  /** `default`, of the type of what it is compared to. */
  | { readonly kind: 'defaultLiteral' }
  /** Assignments in an initializer set members, and other expressions are added. */
  | {
      readonly kind: 'new';
      readonly type: TypeName;
      readonly given: readonly Expression[];
      readonly initial: readonly Expression[];
    }
  | { readonly kind: 'with'; readonly of: Expression; readonly initial: readonly Expression[] }
  | {
      readonly kind: 'switch';
      readonly of: Expression;
      readonly arms: readonly SwitchArm[];
    }
  | { readonly kind: 'lambda'; readonly names: readonly string[]; readonly body: Expression };

export interface SwitchArm {
  readonly pattern: Pattern;
  /** The condition of `when`. */
  readonly guard: Expression | undefined;
  readonly value: Expression;
}

/** A clause of a query expression. */
export type QueryClause =
  | { readonly kind: 'from' | 'let'; readonly name: string; readonly of: Expression }
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'orderby'; readonly keys: readonly QueryOrder[] }
  | {
      readonly kind: 'join';
      readonly name: string;
      readonly of: Expression;
      readonly outer: Expression;
      readonly inner: Expression;
      /** The name of the matching elements, which are joined one by one without it. */
      readonly into: string | undefined;
    };

export interface QueryOrder {
  readonly key: Expression;
  readonly direction: 'ascending' | 'descending';
}

/** What a query expression ends with. */
export type QueryEnd =
  | { readonly kind: 'select'; readonly value: Expression }
  | { readonly kind: 'group'; readonly value: Expression; readonly by: Expression };
