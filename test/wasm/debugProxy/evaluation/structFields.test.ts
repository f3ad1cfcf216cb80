import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitStruct } from '../../../../src/wasm/debugProxy/evaluation/runtime/structFields.ts';
import { writer } from './agentReplies.ts';

/** Values in the form of the runtime, by what they are. */
const fields: Readonly<Record<string, Buffer>> = {
  int: writer().byte(0x08).number(7).written(),
  long: writer().byte(0x0a).number(0).number(7).written(),
  bool: writer().byte(0x02).number(1).written(),
  text: writer().byte(0x0e).number(5).written(),
  'no object': writer().byte(0xf0).byte(0x12).number(3).written(),
  'no array of numbers': writer().byte(0xf0).byte(0x1d).byte(0x08).number(1).number(4).written(),
  'no array of objects': writer()
    .byte(0xf0)
    .byte(0x1d)
    .byte(0x12)
    .number(1)
    .number(4)
    .number(5)
    .written(),
  pointer: writer().byte(0x0f).number(0).number(9).number(2).written(),
};

function structOf(parts: readonly Buffer[], hasLength: boolean): Buffer {
  const head = writer().byte(0x11).byte(0).byte(0).number(40);
  if (hasLength) head.number(-1);
  return Buffer.concat([head.number(parts.length).written(), ...parts]);
}

for (const hasLength of [false, true]) {
  test(`a value type is split into its fields, ${hasLength ? 'with' : 'without'} the length of inline arrays`, () => {
    const parts = [...Object.values(fields), structOf(Object.values(fields), hasLength)];
    const { fields: found, head } = splitStruct(structOf(parts, hasLength), hasLength);
    assert.deepEqual(found, parts);
    assert.equal(head.length, hasLength ? 15 : 11);
  });
}

test('a value type of another form is refused', () => {
  const odd = structOf([Buffer.of(0x7f)], false);
  assert.throws(() => splitStruct(odd, false), /form that is not known/);
  assert.throws(() => splitStruct(Buffer.concat([structOf([], false), Buffer.of(1)]), false));
});
