import { fc } from '../../../tools/fixtures/property.ts';

const secret = 'top-secret-value';

/** A valid body that uses every property. */
const good = {
  launch_configurations: [{ type: 'node', mode: 'Debug', script_path: 'app.js' }],
  env: [
    { name: 'PASSWORD', value: secret },
    { name: 'OTHER', value: '' },
  ],
  args: ['one', 'two'],
};

/**
 * The places where a valid body can be made invalid, each with a description of what is valid
 * there.
 */
const places: readonly (readonly [path: readonly (string | number)[], right: readonly string[]])[] =
  [
    [['launch_configurations'], []],
    [['launch_configurations', 0], []],
    [['launch_configurations', 0, 'type'], []],
    [['launch_configurations', 0, 'mode'], ['null']],
    [['launch_configurations', 0, 'script_path'], ['string']],
    [
      ['launch_configurations', 0, 'working_directory'],
      ['null', 'string'],
    ],
    [['launch_configurations', 0, 'launch_method'], ['null']],
    [['env'], ['null']],
    [['env', 0], []],
    [['env', 0, 'name'], []],
    [
      ['env', 1, 'value'],
      ['null', 'string'],
    ],
    [['args'], ['null']],
    [['args', 1], ['string']],
  ];

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A copy of the value with the part at a path replaced. */
function replaced(value: unknown, path: readonly (string | number)[], other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  const copy = (
    Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  ) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, other);
  return copy;
}

const wrongKind = fc
  .tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }))
  .filter(([[, right], value]) => {
    // The protocol's tests cover arrays of anything and types of any name.
    const kind = kindOf(value);
    return kind !== 'array' && !right.includes(kind) && kind !== 'string';
  })
  .map(([[path], value]) => JSON.stringify(replaced(good, path, value)));

const withNul = fc
  .tuple(
    fc.constantFrom(
      ['launch_configurations', 0, 'script_path'],
      ['env', 0, 'value'],
      ['env', 0, 'name'],
      ['args', 0],
    ),
    fc.string(),
    fc.string(),
  )
  .map(([path, before, after]) => JSON.stringify(replaced(good, path, `${before}\0${after}`)));

const text = JSON.stringify(good);
const brokenOff = fc.nat({ max: text.length - 1 }).map((length) => text.slice(0, length));
const withGarbage = fc
  .tuple(fc.nat({ max: text.length }), fc.constantFrom('\u0001', '}', ']]', '\n"', '{', '\u2028,'))
  .map(([at, garbage]) => text.slice(0, at) + garbage + text.slice(at))
  .filter((candidate) => !isJson(candidate));

function isJson(candidate: string): boolean {
  try {
    JSON.parse(candidate);
    return true;
  } catch {
    return false;
  }
}

/** Bodies that must all be refused. */
export const malformedBodies: fc.Arbitrary<string> = fc.oneof(
  wrongKind,
  withNul,
  brokenOff,
  withGarbage,
  fc.json({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }).filter((candidate) => !isJson(candidate)),
  fc.constantFrom('null', '7', '"text"', '[]', '{}', '[{}]', '{"env":[]}', '\ufeff{}'),
);
