import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isPlainRunSessionRequest,
  runSessionRequestSchema,
} from '../../src/protocol/runSession.ts';
import { fc } from '../../tools/fixtures/property.ts';

const minimal = { launch_configurations: [{ type: 'node' }] };

/** The paths of a body's errors; empty if it is valid. */
function problems(body: unknown): readonly string[] {
  const result = runSessionRequestSchema.safeParse(body);
  return result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

test('a request only requires one launch configuration with a type', () => {
  assert.deepEqual(runSessionRequestSchema.parse(minimal), minimal);
});

test('unknown properties are kept at each level', () => {
  const request = {
    launch_configurations: [{ type: 'future', mode: 'Debug', newProperty: { deep: [1, null] } }],
    env: [{ name: 'A', value: 'b', secret: true }],
    args: [],
    schema: 2,
  };
  assert.deepEqual(runSessionRequestSchema.parse(request), request);
});

test('absent, null and empty are distinguished for env and args', () => {
  for (const given of [{}, { env: null, args: null }, { env: [], args: [] }]) {
    assert.deepEqual(runSessionRequestSchema.parse({ ...minimal, ...given }), {
      ...minimal,
      ...given,
    });
  }
});

test('a variable without a value, or with null, is empty', () => {
  const env = [{ name: 'A' }, { name: 'B', value: null }, { name: 'C', value: '' }];
  const parsed = runSessionRequestSchema.parse({ ...minimal, env });
  assert.deepEqual(
    parsed.env?.map(({ name, value }) => [name, value]),
    [
      ['A', ''],
      ['B', ''],
      ['C', ''],
    ],
  );
});

test('values and arguments are kept unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const whole = text.replaceAll('\0', '');
      const request = { ...minimal, env: [{ name: 'A', value: whole }], args: [whole] };
      assert.deepEqual(runSessionRequestSchema.parse(request), request);
    }),
  );
});

const refused: readonly (readonly [what: string, body: unknown, where: RegExp])[] = [
  ['no object', [], /^: /],
  ['null', null, /^: /],
  ['launch_configurations missing', {}, /^launch_configurations: /],
  ['launch_configurations null', { launch_configurations: null }, /^launch_configurations: /],
  ['no launch configuration', { launch_configurations: [] }, /must hold at least one/],
  ['one that is no object', { launch_configurations: ['node'] }, /^launch_configurations\.0: /],
  ['one without type', { launch_configurations: [{}] }, /^launch_configurations\.0\.type: /],
  ['an empty type', { launch_configurations: [{ type: '' }] }, /type: must not be empty/],
  ['a type that is not text', { launch_configurations: [{ type: 1 }] }, /\.0\.type: /],
  ['NUL in a type', { launch_configurations: [{ type: 'a\0' }] }, /must not contain NUL/],
  ['another mode', { launch_configurations: [{ type: 'node', mode: 'debug' }] }, /\.0\.mode: /],
  ['env as an object', { ...minimal, env: { A: 'b' } }, /^env: /],
  ['a variable without a name', { ...minimal, env: [{ value: 'b' }] }, /^env\.0\.name: /],
  ['an empty name', { ...minimal, env: [{ name: '', value: 'b' }] }, /must be a variable name/],
  ['= in a name', { ...minimal, env: [{ name: 'A=B', value: 'b' }] }, /must be a variable name/],
  ['NUL in a name', { ...minimal, env: [{ name: 'A\0', value: 'b' }] }, /must be a variable name/],
  ['NUL in a value', { ...minimal, env: [{ name: 'A', value: '\0' }] }, /^env\.0\.value: must not/],
  ['a value that is not text', { ...minimal, env: [{ name: 'A', value: 1 }] }, /^env\.0\.value: /],
  ['args as a text', { ...minimal, args: '--help' }, /^args: /],
  ['null among the args', { ...minimal, args: ['a', null] }, /^args\.1: /],
  ['NUL in an argument', { ...minimal, args: ['\0'] }, /^args\.0: must not contain NUL/],
];

for (const [what, body, where] of refused) {
  test(`a request with ${what} is refused with the path of the error`, () => {
    assert.match(problems(body).join('\n'), where);
  });
}

test('an error never quotes a value of env', () => {
  const env = [
    { name: 'A', value: 'hush-1\0' },
    { name: 'B=hush-2', value: 'x' },
    { name: 'C', value: { deep: 'hush-3' } },
    { name: 'D', value: ['hush-4'] },
    'hush-5',
  ];
  const all = problems({ ...minimal, env });
  assert.equal(all.length, 5);
  assert.doesNotMatch(all.join('\n'), /hush/);
});

test('only the first of many issues are reported', () => {
  const faults = problems({ ...minimal, args: Array.from({ length: 100_000 }, () => 5) });
  assert.equal(faults.length, 10);
  assert.match(faults[9] ?? '', /^args\.9: /);
});

test('variables and arguments are parsed alike, whether all are plain or not', () => {
  const character = fc.constantFrom('a', '=', '\0', '\n', 'é', '\ud800');
  const text = fc.oneof(fc.string({ unit: character, maxLength: 3 }), fc.constantFrom(null, 5));
  const variable = fc.record(
    { name: text, value: text, extra: text },
    { requiredKeys: [], noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(variable), fc.array(text), (env, args) => {
      const alone = problems({ ...minimal, env, args });
      const parsed = runSessionRequestSchema.safeParse({ ...minimal, env });
      // A variable without a value is not a plain one.
      const mixed = runSessionRequestSchema.safeParse({ ...minimal, env: [...env, { name: 'Z' }] });
      assert.equal(parsed.success, mixed.success);
      if (parsed.success) assert.deepEqual(parsed.data.env, mixed.data?.env?.slice(0, -1));
      const wrong = args.some(
        (argument) => typeof argument !== 'string' || argument.includes('\0'),
      );
      assert.equal(parsed.success && !wrong, alone.length === 0);
    }),
  );
});

test('the check for plain requests accepts only what the schema accepts unchanged', () => {
  const part = (...parts: unknown[]) => fc.constantFrom(undefined, null, 1, {}, [null], ...parts);
  const body = fc.record(
    {
      launch_configurations: part(
        [],
        [{ type: 'node' }],
        [{ type: '' }],
        [{ type: 'a', mode: 'b' }],
      ),
      env: part([], [{ name: 'A', value: 'b' }], [{ name: 'A' }], [{ name: 'A=', value: '' }]),
      args: part([], ['a'], ['a', 'b\0']),
      extra: part('c'),
    },
    { noNullPrototype: true },
  );
  const check = (value: unknown): void => {
    const isPlain = isPlainRunSessionRequest(value);
    if (isPlain) assert.deepEqual(runSessionRequestSchema.parse(value), value);
  };
  fc.assert(fc.property(body, check));
  // The schema drops a key that would replace the prototype of a copy.
  const prototyped: unknown = JSON.parse(`{"__proto__":{},${JSON.stringify(minimal).slice(1)}`);
  for (const value of [undefined, null, 'text', [], [minimal], {}, prototyped]) {
    assert.equal(isPlainRunSessionRequest(value), false);
  }
  assert.ok(
    isPlainRunSessionRequest({ ...minimal, env: [{ name: 'A', value: 'b' }], args: ['a'] }),
  );
  assert.ok(isPlainRunSessionRequest({ ...minimal, env: null, args: null, extra: 1 }));
});
