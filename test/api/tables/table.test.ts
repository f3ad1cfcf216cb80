import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { type ApiFixture, openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import { openWatch, type WatchReader } from '../../../tools/fixtures/api/watchReader.ts';

// What kubectl 1.32 sends.
const accept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

type Columns = readonly {
  readonly name: string;
  readonly priority: number;
  readonly description: string;
}[];

interface Table {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly columnDefinitions: Columns;
  readonly rows: readonly {
    readonly cells: readonly string[];
    readonly object?: {
      readonly kind: string;
      readonly apiVersion: string;
      readonly metadata: {
        readonly name: string;
        readonly resourceVersion: string;
        readonly annotations?: Readonly<Record<string, string>>;
      };
      readonly spec?: object;
    };
  }[];
}

async function getTable(
  api: ApiFixture,
  path = '',
  query: Record<string, string> = {},
): Promise<Table> {
  const { body, headers } = await api.request<Table>(path, { headers: { accept }, query });
  assert.equal(headers.get('content-type'), 'application/json');
  return body;
}

function toRecords({ columnDefinitions, rows }: Table): readonly Record<string, string>[] {
  const names = columnDefinitions.map(({ name }) => name);
  return rows.map(({ cells }) =>
    Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])),
  );
}

test('a table shows name, state, type, pid and age, and more if it is wide', async (context) => {
  const api = await openApi(context);
  const name = api.sessions.start();
  const { columnDefinitions, ...table } = await getTable(api);
  assert.deepEqual([table.kind, table.apiVersion], ['Table', 'meta.k8s.io/v1']);
  const shown = columnDefinitions.filter(({ priority }) => priority === 0);
  assert.deepEqual(
    shown.map((column) => column.name),
    ['Name', 'State', 'Type', 'PID', 'Age'],
  );
  const wide = columnDefinitions.filter(({ priority }) => priority === 1);
  assert.deepEqual(
    wide.map((column) => column.name),
    ['Project', 'Controller', 'Exit Code', 'Out of Date', 'Message'],
  );
  assert.ok(columnDefinitions.every(({ description }) => description !== ''));
  assert.deepEqual(toRecords({ columnDefinitions, ...table }), [
    {
      Name: name,
      State: 'Starting',
      Type: 'node',
      PID: '<none>',
      Age: '0s',
      Project: 'app.js',
      Controller: 'controller',
      'Exit Code': '<none>',
      'Out of Date': '<none>',
      Message: '<none>',
    },
  ]);
});

test('cells follow the session and the time', async (context) => {
  const api = await openApi(context);
  const { sessions } = api;
  const created = sessions.create();
  const name = sessions.start();
  await getTable(api);
  sessions.runner.of(name).events.started(4242);
  sessions.clock.advance(150_000);
  const records = toRecords(await getTable(api));
  const find = (wanted: string) => records.find(({ Name }) => Name === wanted);
  assert.equal(find(created)?.['State'], '<none>');
  assert.equal(find(name)?.['PID'], '4242');
  assert.equal(find(name)?.['Age'], '2m30s');
});

test('one session is a table too, with its own version', async (context) => {
  const api = await openApi(context);
  const name = api.sessions.create();
  const { body } = await api.get(name);
  const table = await getTable(api, name);
  assert.equal(table.metadata.resourceVersion, body.metadata.resourceVersion);
  assert.equal(table.rows.length, 1);
});

test('rows contain what the client asks for', async (context) => {
  const api = await openApi(context);
  const name = api.sessions.create();
  const getRow = async (query = {}) => (await getTable(api, '', query)).rows[0];
  const row = await getRow();
  assert.equal(row?.object?.kind, 'PartialObjectMetadata');
  assert.equal(row.object.metadata.name, name);
  assert.equal(row.object.spec, undefined);
  assert.equal((await getRow({ includeObject: 'None' }))?.object, undefined);
  const { body } = await api.get(name);
  assert.deepEqual((await getRow({ includeObject: 'Object' }))?.object, body);
  const refused = await api.request<{ readonly reason: string }>('', {
    headers: { accept },
    query: { includeObject: 'Everything' },
  });
  assert.deepEqual([refused.status, refused.body.reason], [400, 'BadRequest']);
});

test('a table of a limited list tells where to continue', async (context) => {
  const api = await openApi(context);
  for (let count = 0; count < 3; count++) api.sessions.create();
  const first = await getTable(api, '', { limit: '2' });
  assert.equal(first.rows.length, 2);
  const query = { limit: '2', continue: first.metadata.continue ?? '' };
  assert.equal((await getTable(api, '', query)).rows.length, 1);
});

test('the first supported form in the Accept header is used', async (context) => {
  const api = await openApi(context);
  const getKind = async (asked: string) => {
    const { body } = await api.request<Table>('', { headers: { accept: asked } });
    return [body.kind, body.apiVersion];
  };
  const table = (version: string) => `application/json;as=Table;v=${version};g=meta.k8s.io`;
  const list = ['IdeSessionList', 'usvc-dev.developer.microsoft.com/v1'];
  assert.deepEqual(await getKind(table('v1beta1')), ['Table', 'meta.k8s.io/v1beta1']);
  assert.deepEqual(await getKind(`application/json,${table('v1')}`), list);
  assert.deepEqual(await getKind(`${table('v3')},*/*`), list);
  const none = await api.text('', { headers: { accept: table('v3') } });
  assert.equal(none.status, 406);
});

interface TableEvent {
  readonly type: string;
  readonly object: Omit<Table, 'columnDefinitions'> & {
    readonly columnDefinitions: Columns | null;
  };
}

async function watchTables(
  context: TestContext,
  api: ApiFixture,
  query: Record<string, string>,
): Promise<WatchReader> {
  return openWatch(context, api, query, { accept });
}

const toEvents = (lines: readonly unknown[]) => lines as readonly TableEvent[];

test('a watch shows tables, of which only the first has columns', async (context) => {
  const api = await openApi(context);
  const present = api.sessions.create();
  const reader = await watchTables(context, api, {});
  await reader.received(1);
  const later = api.sessions.create();
  api.sessions.sessions.remove(later);
  const events = toEvents(await reader.received(4));
  assert.deepEqual(
    events.map(({ object, type }) => [
      type,
      object.kind,
      object.rows[0]?.cells[0],
      object.columnDefinitions?.length,
    ]),
    [
      ['ADDED', 'Table', present, 10],
      ['ADDED', 'Table', later, undefined],
      ['MODIFIED', 'Table', later, undefined],
      ['DELETED', 'Table', later, undefined],
    ],
  );
  for (const { object } of events) {
    const [row] = object.rows;
    assert.equal(row?.object?.kind, 'PartialObjectMetadata');
    assert.equal(row.object.metadata.resourceVersion, object.metadata.resourceVersion);
  }
});

test('a bookmark of a watch with tables is a table too', async (context) => {
  const api = await openApi(context);
  const reader = await watchTables(context, api, {
    allowWatchBookmarks: 'true',
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
  });
  const [bookmark] = toEvents(await reader.received(1));
  assert.equal(bookmark?.type, 'BOOKMARK');
  const { object } = bookmark;
  assert.equal(object.kind, 'Table');
  const metadata = object.rows[0]?.object?.metadata;
  assert.equal(metadata?.resourceVersion, object.metadata.resourceVersion);
  assert.deepEqual(metadata.annotations, { 'k8s.io/initial-events-end': 'true' });
});
