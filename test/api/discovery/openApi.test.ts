import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiFixture, openApi } from '../../../tools/fixtures/api/apiFixture.ts';

const group = 'usvc-dev.developer.microsoft.com';
const path = `/openapi/v3/apis/${group}/v1`;

interface Schema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly 'x-kubernetes-group-version-kind'?: unknown;
}

interface Operation {
  readonly parameters: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly 'x-kubernetes-group-version-kind': unknown;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

async function describe(api: ApiFixture): Promise<Description> {
  return (await api.request<Description>(path)).body;
}

test('the index refers to the description by its hash, so that it can be cached forever', async (context) => {
  const api = await openApi(context);
  const { body } = await api.request<{
    readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
  }>('/openapi/v3');
  const address = body.paths[`apis/${group}/v1`]?.serverRelativeURL ?? '';
  assert.match(address, new RegExp(`^${path}\\?hash=[0-9a-f]{32}$`));
  const kept = await api.request(address);
  assert.match(kept.headers.get('cache-control') ?? '', /immutable/);
  const other = await api.request(path, { query: { hash: 'older' } });
  assert.match(other.headers.get('cache-control') ?? '', /no-cache/);
});

test('operations contain what kubectl needs for explain, create and apply', async (context) => {
  const { components, paths } = await describe(await openApi(context));
  const collection = `/apis/${group}/v1/idesessions`;
  assert.deepEqual(Object.keys(paths), [
    collection,
    `${collection}/{name}`,
    `${collection}/{name}/log`,
    `${collection}/{name}/recreate`,
    `${collection}/{name}/status`,
  ]);
  const kind = { group, version: 'v1', kind: 'IdeSession' };
  assert.deepEqual(components.schemas['IdeSession']?.['x-kubernetes-group-version-kind'], [kind]);
  const operations = Object.values(paths).flatMap((methods) =>
    Object.entries(methods).flatMap(([name, operation]) =>
      name === 'parameters' ? [] : [operation],
    ),
  );
  assert.equal(operations.length, 12);
  for (const operation of operations) {
    assert.deepEqual(operation['x-kubernetes-group-version-kind'], kind);
  }
  const patch = paths[`${collection}/{name}`]?.['patch'];
  assert.ok(patch !== undefined);
  assert.ok(patch.parameters.some(({ name }) => name === 'fieldValidation'));
  assert.deepEqual(Object.keys(patch.requestBody?.content ?? {}), [
    'application/json-patch+json',
    'application/merge-patch+json',
  ]);
});

test('every field is explained', async (context) => {
  const { components } = await describe(await openApi(context));
  const unexplained: string[] = [];
  const visit = (schema: Schema, field: string): void => {
    if ((schema.description ?? '') === '') unexplained.push(field);
    for (const [name, below] of Object.entries(schema.properties ?? {})) {
      visit(below, `${field}.${name}`);
    }
    for (const [name, below] of Object.entries(schema.items?.properties ?? {})) {
      visit(below, `${field}[].${name}`);
    }
  };
  const session = components.schemas['IdeSession'];
  assert.ok(session?.properties?.['spec']?.properties?.['env']?.items?.properties?.['value']);
  visit(session, 'IdeSession');
  assert.deepEqual(unexplained, []);
});

test('the schema has every field of a session, and requires what a client has to send', async (context) => {
  const api = await openApi(context);
  const { components } = await describe(api);
  const schema = components.schemas['IdeSession'];
  const name = api.sessions.start();
  const session = (await api.get(name)).body;
  for (const part of ['metadata', 'spec', 'status'] as const) {
    const known = Object.keys(schema?.properties?.[part]?.properties ?? {});
    const unknown = Object.keys(session[part]).filter((field) => !known.includes(field));
    assert.deepEqual([part, unknown], [part, []]);
  }
  assert.deepEqual(schema?.required, ['spec']);
  assert.deepEqual(schema.properties?.['spec']?.required, ['launchConfigurations']);
});
