// The manifest of the kind for Kubernetes clusters says the same as the code.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { remoteSessionSchema, getState } from '../../src/api/remote/remoteSession.ts';
import { group, kind, listKind, plural } from '../../src/api/resource/kind.ts';
import { objectSchema } from '../../src/api/resource/objectSchema.ts';

interface Schema {
  readonly type: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string }[];
}

const manifest = parse(
  readFileSync(join(import.meta.dirname, '../../deploy/idesessions.yaml'), 'utf8'),
) as {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: Readonly<Record<string, unknown>>;
    readonly versions: readonly {
      readonly name: string;
      readonly subresources: object;
      readonly additionalPrinterColumns: readonly { readonly jsonPath: string }[];
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
};
const version = manifest.spec.versions[0];
const schema = version?.schema.openAPIV3Schema as Schema;
const ours = z.toJSONSchema(objectSchema) as unknown as Schema;

/** Which properties there are, of which types, and which values they take. */
function outline({ enum: values, items, properties = {}, type }: Schema): unknown {
  return {
    type,
    ...(values && { values }),
    ...(items && { items: outline(items) }),
    ...(Object.keys(properties).length > 0 && {
      properties: Object.fromEntries(
        Object.entries(properties)
          .toSorted(([one], [other]) => one.localeCompare(other))
          .map(([name, property]) => [name, outline(property)]),
      ),
    }),
  };
}

test('the manifest is of this kind, with the status as a subresource', () => {
  const { group: theirs, names, scope } = manifest.spec;
  assert.equal(manifest.metadata.name, `${plural}.${group}`);
  assert.deepEqual([theirs, scope, version?.name], [group, 'Cluster', 'v1']);
  assert.deepEqual([names['kind'], names['listKind'], names['plural']], [kind, listKind, plural]);
  assert.deepEqual(version?.subresources, { status: {} });
});

test('the spec is that of the resource API', () => {
  const theirs = schema.properties?.['spec'] as Schema;
  const own = ours.properties?.['spec'] as Schema;
  assert.deepEqual(outline(theirs), outline(own));
  assert.deepEqual(theirs.required, own.required);
});

test('the status is that of the resource API, with what hosts report of each other', () => {
  const { holder, launchType, ...theirs } = schema.properties?.['status']?.properties ?? {};
  const own = ours.properties?.['status']?.properties ?? {};
  assert.ok(Object.keys(own).length > 5);
  assert.deepEqual(
    outline({ type: 'object', properties: theirs }),
    outline({ type: 'object', properties: own }),
  );
  assert.ok(holder && launchType);
});

test('a holder as the manifest describes it can be read', () => {
  const holder = schema.properties?.['status']?.properties?.['holder'];
  const values = Object.entries(holder?.properties ?? {}).map(([name, { type }]) => [
    name,
    type === 'integer' ? 60 : `a ${name}`,
  ]);
  const session = remoteSessionSchema.parse({
    metadata: { name: 'a', uid: 'b', resourceVersion: '1' },
    status: { state: 'Running', holder: Object.fromEntries(values) },
  });
  const state = getState(session);
  assert.ok(state.kind === 'held' && state.holder?.identity === 'a identity');
  assert.deepEqual(Object.keys(state.holder).toSorted(), holder?.required?.toSorted());
});

test('what a program starts with cannot be changed, added or removed', () => {
  const { 'x-kubernetes-validations': rules = [] } = schema.properties?.['spec'] ?? {};
  const isChecked = (name: string): boolean =>
    rules.some(
      ({ rule }) =>
        rule ===
        `has(self.${name}) == has(oldSelf.${name}) && (!has(self.${name}) || self.${name} == oldSelf.${name})`,
    );
  assert.deepEqual(['args', 'env', 'missing'].map(isChecked), [true, true, false]);
});

test('every printed column shows a property that exists', () => {
  const columns = version?.additionalPrinterColumns ?? [];
  assert.ok(columns.length >= 8);
  for (const { jsonPath } of columns) {
    // Labels that only hosts compute are not set on a cluster.
    assert.doesNotMatch(jsonPath, /launch-type|origin|controller|project/);
    if (jsonPath.startsWith('.metadata.')) continue;
    let place: Schema | undefined = schema;
    for (const name of jsonPath.slice(1).split('.')) place = place?.properties?.[name];
    assert.ok(place, jsonPath);
  }
});
