import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getBounds } from '../../../src/common/server/body.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import { type JsonBounds, JsonScan } from '../../../src/common/server/jsonScan.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const endless = 2 ** 31;

/** Whether a text stays within the limits when scanned in pieces of this many bytes. */
function isWithin(text: string, bounds: Partial<JsonBounds>, size = 7): boolean {
  const scan = new JsonScan({ depth: 64, values: endless, properties: endless, ...bounds });
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) {
    if (!scan.take(bytes.subarray(start, start + size))) return false;
  }
  return true;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** The number of arrays and objects, plus one for each value after a comma. */
function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value) as unknown[];
  return inner.map(valuesOf).reduce((sum, count) => sum + count, 1 + Math.max(0, inner.length - 1));
}

/** The number of properties of the object that has the most. */
function propertiesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value) as unknown[];
  return Math.max(0, Array.isArray(value) ? 0 : inner.length, ...inner.map(propertiesOf));
}

test('the depth and number of values of any JSON are counted correctly', () => {
  const size = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), size, (value, isWide, pieces) => {
      const text = JSON.stringify(value, undefined, isWide ? 2 : 0);
      const [depth, values] = [depthOf(value), valuesOf(value)];
      const properties = propertiesOf(value);
      assert.ok(isWithin(text, { depth, values, properties }, pieces));
      if (properties > 1) assert.ok(!isWithin(text, { properties: properties - 1 }, pieces));
      if (depth > 0) assert.ok(!isWithin(text, { depth: depth - 1 }, pieces));
      if (values > 0) assert.ok(!isWithin(text, { values: values - 1 }, pieces));
    }),
  );
});

test('brackets, commas and escaped quotes inside strings are not counted', () => {
  const text = JSON.stringify(['[{,"\\', '\\"[[[', '\\\\', '{"a":[1,2,3]}']);
  assert.ok(isWithin(text, { depth: 1, values: 4 }, 1));
});

test('invalid JSON is scanned to its end without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      new JsonScan(getBounds(1000)).take(bytes);
    }),
  );
});

test('a request with thousands of variables is within the default limits', () => {
  const env = Array.from({ length: 6_000 }, (_, index) => ({ name: `V${index}`, value: 'x' }));
  const text = JSON.stringify({ launch_configurations: [{ type: 'node' }], env });
  assert.ok(isWithin(text, getBounds(defaultSettings.bodyLimit), 65_536));
});
