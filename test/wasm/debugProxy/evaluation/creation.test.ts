import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvaluationContext } from '../../../../src/wasm/debugProxy/evaluation/context.ts';
import { initialize } from '../../../../src/wasm/debugProxy/evaluation/creation.ts';
import { int, type Value } from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';

test('elements are not added to a copy of a value type', async () => {
  const struct: Value = { kind: 'struct', type: 1, bytes: Buffer.alloc(0) };
  const added: unknown[] = [];
  const use = async (...given: unknown[]) => {
    added.push(given);
    return { kind: 'void' };
  };
  const context = {
    runtime: { reflection: { use }, agent: { typeInfo: async () => ({ fullName: 'Bag' }) } },
    evaluate: async () => int(1),
  } as unknown as EvaluationContext;
  await assert.rejects(
    initialize(struct, [{ kind: 'literal', value: int(1) as never }], context),
    /Bag is a value type/,
  );
  assert.deepEqual(added, []);
  assert.equal(await initialize(struct, [], context), struct);
});
