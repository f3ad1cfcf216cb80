import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DuplicateFieldSearch,
  findDuplicateFields,
} from '../../../src/api/fields/duplicateFields.ts';
import { checkFields } from '../../../src/api/fields/fieldValidation.ts';
import { findUnknownFields, sessionShape } from '../../../src/api/fields/knownFields.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const unknown: readonly [object, readonly string[]][] = [
  [{ spec: { launchConfigurations: '[]', args: [], env: [{ name: 'A', value: 'b' }] } }, []],
  [{ metadata: { labels: { any: 'x' }, managedFields: [{ any: 1 }] }, status: { any: 1 } }, []],
  [{ metadata: { namespace: '', ownerReferences: [], selfLink: '', uid: '' } }, []],
  [{ metadata: { finalizers: [{ a: 1 }], generation: 1 }, spec: { args: [{ b: 2 }] } }, []],
  [{ other: 1, spec: { launchConfiguration: 1 } }, ['other', 'spec.launchConfiguration']],
  [{ metadata: { lables: {} } }, ['metadata.lables']],
  [{ spec: { env: [{ name: 'A' }, { name: 'B', valueFrom: {} }] } }, ['spec.env[1].valueFrom']],
  [{ toString: 1, spec: 'text', metadata: [] }, ['toString']],
];

for (const [object, expected] of unknown) {
  test(`unknown fields of ${JSON.stringify(object)}`, () => {
    assert.deepEqual(findUnknownFields(object, sessionShape), expected);
  });
}

test('no more unknown fields are reported than fit an answer', () => {
  const object = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
  assert.equal(findUnknownFields(object, sessionShape).length, 20);
});

const size = 4 * 1024 * 1024;

const duplicates: readonly [string, readonly string[]][] = [
  ['{"a": 1, "b": {"a": 2}}', []],
  ['{"a": ":{\\"a\\":", "b\\\\": 1}', []],
  ['{"a": 1, "a": 2, "a": 3}', ['a']],
  ['{"spec": {"args": [], "args": []}}', ['spec.args']],
  ['{"spec": {"env": [{}, {"name": 1, "value": 2, "name": 3}]}}', ['spec.env[1].name']],
  ['{"a": 1, "\\u0061": 2}', ['a']],
  ['[[], {"a": [1, [2, {"b": 3, "b": "]}"}]]}]', ['[1].a[1][1].b']],
  ['{"a": {"x": 1}, "b": {"x": 1, "y": "\\"", "x": 2}, "c": {}}', ['b.x']],
  ['{"__proto__": 1, "__proto__": 2}', ['__proto__']],
];

for (const [text, expected] of duplicates) {
  test(`duplicate fields of ${text}`, async () => {
    assert.deepEqual(await findDuplicateFields(Buffer.from(text)), expected);
  });
}

test('duplicate fields are found wherever the parts end in which a body is read', async () => {
  const fields = String.raw`{"é\"": "}\"\\", "a": [{"b": 1, "b": 2}], "é\"": 3}`;
  const length = Buffer.byteLength(fields);
  for (let before = 0; before <= length; before++) {
    const json = Buffer.from(' '.repeat(128 * 1024 - before) + fields);
    assert.deepEqual(await findDuplicateFields(json), ['a[0].b', 'é"'], `${before} before`);
  }
});

test('JSON that was written from a value has no duplicate fields', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      const written = JSON.stringify(JSON.parse(text));
      assert.deepEqual(await findDuplicateFields(Buffer.from(written)), []);
    }),
  );
});

test('ignored fields are refused, reported as warnings or not reported', () => {
  const fields = { unknown: ['spec.x'], duplicate: ['spec.args'] };
  assert.deepEqual(checkFields(fields, 'Ignore'), []);
  assert.deepEqual(checkFields(fields, 'Warn'), [
    '299 - "unknown field \\"spec.x\\""',
    '299 - "duplicate field \\"spec.args\\""',
  ]);
  assert.throws(() => checkFields(fields, 'Strict'), {
    reason: 'BadRequest',
    message: 'strict decoding error: unknown field "spec.x", duplicate field "spec.args"',
  });
  assert.deepEqual(checkFields({ unknown: [], duplicate: [] }, 'Strict'), []);
});

test('warnings are valid headers whatever a field is called', () => {
  const fields = { unknown: ['é\n"\\', 'x'.repeat(10_000)], duplicate: [] };
  for (const warning of checkFields(fields, 'Warn')) {
    assert.match(warning, /^299 - "([^"\\]|\\["\\])*"$/);
    assert.match(warning, /^[\x20-\x7e]{1,300}$/);
  }
});

/** Bodies with a duplicate field that are as large as a body may be. */
const largest: Readonly<Record<string, string>> = {
  'a long text': `"${'x'.repeat(size)}"`,
  'a text of line breaks': `"${'\\n'.repeat(size / 2)}"`,
  'a text of quotes': `"${'\\"'.repeat(size / 2)}"`,
  spaces: `${' '.repeat(size)}1`,
  'many values': `[${'{"name":"N","value":"v"},'.repeat(20_000)}1]`,
};

for (const [what, value] of Object.entries(largest)) {
  test(`duplicate fields next to ${what} are found about as fast as the body is read`, () => {
    const text = `{"a":1,"a":2,"b":${value}}`;
    const fastest = (work: () => unknown): number =>
      Math.min(...Array.from({ length: 5 }, () => measure(work)));
    // Parsing skips spaces in native code, so it says little about JavaScript on a busy machine.
    const reading = Math.max(
      fastest(() => JSON.parse(text)),
      fastest(() => readOnce(text)),
    );
    const json = Buffer.from(text);
    assert.deepEqual(searchAll(json), ['a']);
    const finding = fastest(() => searchAll(json));
    assert.ok(finding <= 8 * reading + 5_000, `${finding} µs, reading takes ${reading} µs`);
  });
}

/** Searches all of a body in one turn. */
function searchAll(json: Buffer): readonly string[] {
  const search = new DuplicateFieldSearch(json);
  while (search.advance());
  return search.fields;
}

function readOnce(text: string): number {
  let quotes = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === 0x22) quotes++;
  return quotes;
}

/** Returns the processor time of a synchronous action, which other programs don't change, in microseconds. */
function measure(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { system, user } = process.cpuUsage(before);
  return system + user;
}
