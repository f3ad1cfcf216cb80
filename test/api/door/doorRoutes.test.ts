import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { createDoorHandler } from '../../../src/api/door/doorRoutes.ts';
import type { ExplainBreakpoints } from '../../../src/api/door/explanation.ts';
import { type CreateReport, toReportRequest } from '../../../src/api/door/hostReport.ts';
import type { KnownSessions } from '../../../src/api/door/knownSessions.ts';
import type { HostFacts } from '../../../src/api/door/hostFacts.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

const facts: HostFacts = {
  pid: 1,
  kind: 'headless',
  version: '1.2.3',
  folders: ['/shop'],
  port: 2,
  opened: '2026-01-01T00:00:00.000Z',
  runMode: 'NoDebug',
  protocols: ['2025-10-01'],
  launchTypes: ['node'],
};

const known: KnownSessions = {
  items: [{ name: 'Shop', origin: 'launch.json', lastSeen: '2026-01-01T00:00:00.000Z' }],
  isSearching: false,
};

async function serveRoutes(
  context: TestContext,
  explainBreakpoints?: ExplainBreakpoints,
  createReport: CreateReport = () => Promise.resolve(''),
): Promise<string> {
  const handler = createDoorHandler(
    {
      facts: () => facts,
      environment: (mode) => ({ DEBUG_SESSION_RUN_MODE: mode }),
      known: () => known,
      explainBreakpoints,
      createReport,
    },
    (request, response) => void response.end(`api ${request.method} ${request.url}`),
  );
  const server = createServer(handler).listen(0, '127.0.0.1');
  afterTest(context, () => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a host tells its facts, without its variables', async (context) => {
  const address = await serveRoutes(context);
  const answer = await fetch(`${address}/host`);
  assert.deepEqual(await answer.json(), facts);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test('a host lists what it knows', async (context) => {
  const address = await serveRoutes(context);
  assert.deepEqual(await (await fetch(`${address}/host/known`)).json(), known);
});

test('the variables of an endpoint have the mode that is asked for, or that of the host', async (context) => {
  const address = await serveRoutes(context);
  for (const [query, mode] of [
    ['', 'NoDebug'],
    ['?mode=Debug', 'Debug'],
    ['?mode=NoDebug', 'NoDebug'],
    ['?mode=other', 'NoDebug'],
  ]) {
    const answer = await fetch(`${address}/host/environment${query}`);
    assert.deepEqual(await answer.json(), { env: { DEBUG_SESSION_RUN_MODE: mode } });
  }
});

test('breakpoints of a place are explained, or it says why they are not', async (context) => {
  const address = await serveRoutes(context, async ({ file, line }) => {
    if (file === undefined) throw new Error('No file.');
    return `${file} at ${line}`;
  });
  const get = async (query: string) => {
    const answer = await fetch(`${address}/host/breakpoints${query}`);
    const { explanation, message } = (await answer.json()) as Record<string, unknown>;
    return [answer.status, explanation ?? message];
  };
  assert.deepEqual(await get('?file=a%20b.cs&line=3'), [200, 'a b.cs at 3']);
  assert.deepEqual(await get('?file=a.cs&line=no'), [200, 'a.cs at undefined']);
  assert.deepEqual(await get(''), [500, 'No file.']);
});

test('a host describes itself, or says why it does not', async (context) => {
  const made = await serveRoutes(context, undefined, () => Promise.resolve('# Problem'));
  assert.deepEqual(await (await fetch(`${made}/host/report`)).json(), { report: '# Problem' });
  const asked = await serveRoutes(context, undefined, (output) => Promise.resolve(output));
  for (const output of ['no output', 'last output'] as const) {
    const answer = await fetch(asked + toReportRequest(output));
    assert.deepEqual(await answer.json(), { report: output });
  }
  const refused = await serveRoutes(context, undefined, () => Promise.reject(new Error('No.')));
  const answer = await fetch(`${refused}/host/report`);
  const { kind, message } = (await answer.json()) as Record<string, unknown>;
  assert.deepEqual([answer.status, kind, message], [500, 'Status', 'No.']);
});

test('all other requests are left to the resource API', async (context) => {
  const address = await serveRoutes(context);
  for (const path of ['/', '/host/breakpoints', '/apis?x=1', '/host/', '/hosts', '//']) {
    assert.equal(await (await fetch(address + path)).text(), `api GET ${path}`);
  }
  const posted = await fetch(`${address}/host`, { method: 'POST' });
  assert.equal(await posted.text(), 'api POST /host');
});
