import { fc } from '../../../../tools/fixtures/property.ts';
import type { Area } from './case.ts';

/** The methods whose variables are set. They tell the values after the stop. */
export const assigned: Area = {
  title: 'Assignments',
  type: 'Assigned',
  stops: { method: [], async: [], lambda: [] },
};

/** A value that is assigned. */
export interface Given {
  readonly code: string;
  /** What the page tells of it; `undefined` if it must be refused. */
  readonly told: string | null | undefined;
  /** What the page has instead of a value that is refused because the page changes it. */
  readonly kept?: string;
  /** Whether it is a float, whose texts may differ. */
  readonly isReal?: boolean;
}

type Values = fc.Arbitrary<Given>;

type Shown = string | number | bigint;

const as = (code: Shown, told: Shown | null = code): Given => ({
  code: String(code),
  told: told === null ? null : String(told),
});
const real = (code: string, told: number): Given => ({ ...as(code, told), isReal: true });
const refused = (code: string): Given => ({ code, told: undefined });
const some = (...values: readonly Given[]): Values => fc.constantFrom(...values);

function integers(min: bigint, max: bigint): Values {
  const fitting = fc.bigInt({ min, max }).map((value) => as(value));
  const edges = some(
    as(min + 1n),
    as(max),
    refused(String(max + 1n)),
    refused('"1"'),
    refused('null'),
  );
  return fc.oneof({ weight: 4, arbitrary: fitting }, edges);
}

function signed(bits: number): Values {
  return integers(-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n);
}

function unsigned(bits: number): Values {
  const max = 2n ** BigInt(bits) - 1n;
  const fitting = fc.bigInt({ min: 0n, max }).map((value) => as(value));
  return fc.oneof({ weight: 4, arbitrary: fitting }, some(as(0), as(max), refused('-1')));
}

const isPlain = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

/** A literal whose chars are all escapes, or none is that needs one. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007F');
}

const texts: Values = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter(isPlain)
      .map((text) => as(quote(text), text)),
  },
  some(
    as('@"c:\\x ""y"""', 'c:\\x "y"'),
    as('"\\t\\n\\\\\\u00e9"', '\t\n\\é'),
    as('$"{1 + 1}{{}}"', '2{}'),
    as('null', null),
    refused('"\\0"'),
    refused('1'),
    refused("'a'"),
  ),
);

const decimals: Values = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.bigInt({ min: -(2n ** 95n), max: 2n ** 95n }), fc.integer({ min: 0, max: 20 }))
      .map(([mantissa, scale]) => toDecimal(mantissa, scale))
      .map((text) => as(`${text}m`, text)),
  },
  some(as('0.10m', '0.10'), as('7'), refused('1.5'), refused('"1"')),
);

function toDecimal(mantissa: bigint, scale: number): string {
  const digits = String(mantissa < 0n ? -mantissa : mantissa).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const sign = mantissa < 0n ? '-' : '';
  return sign + digits.slice(0, point) + (scale > 0 ? `.${digits.slice(point)}` : '');
}

const doubles: Values = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((value) => !Object.is(value, -0))
      .map((value) => real(value.toExponential().replace('e', 'E'), value)),
  },
  some(real('1', 1), real('1.5f', 1.5), refused('1.5m'), refused('true')),
);

const floats: Values = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: -8_000_000, max: 8_000_000 }).map((n) => real(`${n / 8}f`, n / 8)),
  },
  some(real('3', 3), real('0.1', 0.1), refused('1E+300'), refused('"x"')),
);

const chars: Values = fc.oneof(
  {
    weight: 4,
    // With a char above, the debug proxy shows no variables of the frame.
    arbitrary: fc
      .integer({ min: 1, max: 0x7f_ff })
      .map((code) => as(`'\\u${code.toString(16).padStart(4, '0')}'`, code)),
  },
  some(as("'x'", 120), as("'\\n'", 10), as("'\\''", 39), refused('"x"'), refused('65')),
);

const statuses: Values = some(
  as('Status.Open', 'Open'),
  as('Status.Sent', 'Sent'),
  as('(Status)3', 'Paid'),
  as('(Status)9', '9'),
  refused('3'),
  refused('Access.Read'),
);

const accesses: Values = some(
  as('Access.Read | Access.Write', 'Read, Write'),
  as('Access.Write', 'Write'),
  as('Access.None', 'None'),
  refused('Status.Open'),
);

const orNull = (values: Values): Values =>
  fc.oneof(
    { weight: 4, arbitrary: values.filter(({ code }) => code !== 'null') },
    some(as('null', null)),
  );

const ints = signed(32);
const bools = some(as('true', 'True'), as('false', 'False'), refused('1'), refused('null'));
const limited = fc
  .integer({ min: -500, max: 500 })
  .map((value) => (value > 100 ? { ...refused(String(value)), kept: '100' } : as(value)));
/** For variables that refer to values of any type. */
const anything = some(
  as('1'),
  as('5L', 5),
  as('"text"', 'text'),
  as("'x'", 120),
  as('2.50m', '2.50'),
  as('true', 'True'),
  as('Status.Paid', 'Paid'),
  as('new Place()', 'Suite.Place'),
  as('new Held()', 'Suite.Held'),
  as('(int?)null', null),
  as('null', null),
);

/** What can be assigned at each stop, with random values for it. */
export const targets: Readonly<Record<string, Readonly<Record<string, Values>>>> = {
  method: {
    number: ints,
    given: texts,
    small: unsigned(8),
    low: signed(16),
    big: signed(64),
    unsigned: unsigned(32),
    real: doubles,
    single: floats,
    price: decimals,
    initial: chars,
    isNew: bools,
    text: texts,
    status: statuses,
    access: accesses,
    some: orNull(ints),
    none: orNull(decimals),
    letter: orNull(chars),
    boxed: anything,
    compared: some(
      as('1'),
      as('"text"', 'text'),
      as('2.50m', '2.50'),
      as('Status.Paid', 'Paid'),
      as('null', null),
      refused('new Held()'),
    ),
    'numbers[1]': ints,
    'texts[0]': texts,
    'grid[1, 0]': signed(64),
    'list[1]': ints,
    'map["a"]': texts,
    'map["new"]': texts,
    'places[1].X': ints,
    'places[0].Name': texts,
    'places[1].Price': decimals,
    'place.X': ints,
    'place.Y': signed(64),
    'place.Name': texts,
    'place.Price': decimals,
    'held.Number': ints,
    'held.Text': texts,
    'held.Price': orNull(decimals),
    'held.Status': statuses,
    'held.Place.Y': signed(64),
    'held.Limited': limited,
    'held.Any': anything,
    'objects[0]': anything,
    'anyOf["a"]': anything,
    'Held.Ratio': doubles,
    title: texts,
    Total: unsigned(64),
    'pair.Item2': ints,
  },
  async: {
    number: ints,
    text: texts,
    price: decimals,
    letter: orNull(chars),
    'place.X': ints,
    'place.Name': texts,
    'numbers[0]': ints,
  },
  lambda: {
    n: ints,
    sum: ints,
    start: ints,
    offset: signed(64),
    text: texts,
    status: orNull(statuses),
  },
};
