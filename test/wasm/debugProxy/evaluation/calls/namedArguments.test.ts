import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange } from '../../../../../src/wasm/debugProxy/evaluation/calls/namedArguments.ts';
import type { EvaluationContext } from '../../../../../src/wasm/debugProxy/evaluation/context.ts';
import {
  int,
  text,
  type Value,
} from '../../../../../src/wasm/debugProxy/evaluation/values/values.ts';

const missing = text('missing');

interface Call {
  readonly given: readonly Value[];
  readonly names: readonly string[];
  /** The names of the parameters of each overload. */
  readonly overloads: readonly (readonly string[])[];
}

function arrangeCall({ given, names, overloads }: Call): Promise<readonly Value[]> {
  const runtime = {
    agent: {
      findType: async () => 7,
      parents: async (type: number) => [type],
      methods: async () => [...overloads.keys()],
      parameters: async (method: number) => overloads[method]?.map((name) => ({ type: 1, name })),
    },
    reflection: { typeOf: async () => 1, use: async () => missing },
  };
  return arrange(int(0), 'Scale', given, names, { runtime } as unknown as EvaluationContext);
}

test('named arguments are put in the order of the parameters', async () => {
  const given = [int(1), int(2), int(3)];
  const overloads = [['low', 'middle', 'high', 'last'], ['low']];
  const names = ['high', 'middle'];
  assert.deepEqual(await arrangeCall({ given, names, overloads }), [int(1), int(3), int(2)]);
});

test('parameters that are left out get their defaults', async () => {
  const call = { given: [int(1), int(2)], names: ['high'], overloads: [['low', 'middle', 'high']] };
  assert.deepEqual(await arrangeCall(call), [int(1), missing, int(2)]);
});

const refused: Readonly<Record<string, Call>> = {
  'that no overload has': { given: [int(1)], names: ['x'], overloads: [['low']] },
  'that overloads have in other places': {
    given: [int(1), int(2)],
    names: ['low', 'high'],
    overloads: [
      ['low', 'high'],
      ['high', 'low'],
    ],
  },
  'of arguments that are given by place': {
    given: [int(1), int(2)],
    names: ['low'],
    overloads: [['low', 'high']],
  },
  'that are given twice': {
    given: [int(1), int(2)],
    names: ['low', 'low'],
    overloads: [['low', 'high']],
  },
};

for (const [which, call] of Object.entries(refused)) {
  test(`names ${which} are refused`, async () => {
    await assert.rejects(arrangeCall(call), /not known here which arguments of Scale/);
  });
}
