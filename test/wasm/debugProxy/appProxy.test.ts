import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, type TestContext, test } from 'node:test';
import { appProxy } from '../../../src/wasm/debugProxy/appProxy.ts';
import { browserAnswers } from '../../../src/wasm/debugProxy/browserAnswers.ts';
import { planServer } from '../../../src/projects/serving/serverPlan.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openBrowser } from '../../../tools/fixtures/web/browsers.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { ServerFixture } from '../../projects/serving/serverFixture.ts';

const limit = { timeout: 240_000 };

let fixture: DotnetFixture;
before(async () => {
  fixture = await DotnetFixture.make();
  await fixture.client('BlazorApp');
  await fixture.run('build', fixture.path('BlazorApp', 'BlazorApp.csproj'));
}, limit);
after(() => fixture.remove());

/** Starts the client's real dev server and returns its address. */
async function serve(context: TestContext): Promise<string> {
  const projects = new Projects(fixture.dotnet);
  const facts = await projects.facts(fixture.path('BlazorApp'));
  const plan = planServer(facts, undefined, { env: [] }, fixture.dotnet.launchContext);
  const { urls } = await new ServerFixture(context).acquire(plan);
  return urls[0] ?? '';
}

test("the app's proxy serves the first browser only", limit, async (context) => {
  const url = await serve(context);
  const first = await openBrowser(context);
  const second = await openBrowser(context);
  const found = await appProxy(url, first.browserUri, systemClock);
  assert.ok(found.kind === 'usable');
  assert.ok(await browserAnswers(found.inspectUri, systemClock));
  const refused = { kind: 'unusable', reason: 'bound to another browser' } as const;
  assert.deepEqual(await appProxy(url, second.browserUri, systemClock), refused);
  assert.deepEqual(await appProxy(url, first.browserUri, systemClock), found);
  await first.close();
  assert.deepEqual(await appProxy(url, second.browserUri, systemClock), refused);
});

/** A test's own server. */
async function answering(context: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  afterTest(context, () => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const browserUri = 'ws://127.0.0.1:1/devtools/browser/1234';
const notOffered = { kind: 'unusable', reason: 'not offered' } as const;

const refusals: readonly (readonly [title: string, answer: RequestListener])[] = [
  ['that responds with its start page', (_, response) => response.end('<!doctype html>')],
  ['that does not have the page', (_, response) => response.writeHead(404).end()],
  ['that fails', (_, response) => response.writeHead(500).end('no proxy here')],
  [
    'that redirects elsewhere',
    (_, response) => response.writeHead(302, { location: '/login' }).end(),
  ],
  ['that closes the connection', (request) => request.socket.destroy()],
];

for (const [title, answer] of refusals) {
  test(`an app ${title} offers no proxy`, limit, async (context) => {
    const url = await answering(context, answer);
    assert.deepEqual(await appProxy(url, browserUri, systemClock), notOffered);
  });
}

test('an app that does not respond offers no proxy', limit, async () => {
  assert.deepEqual(await appProxy('http://127.0.0.1:9', browserUri, systemClock), notOffered);
});

test(
  'a proxy that accepts the browser and forwards nothing does not count',
  limit,
  async (context) => {
    const questions: (string | null)[] = [];
    const url = await answering(context, (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      if (pathname === '/json/version') return response.end(browserUri);
      if (pathname !== '/_framework/debug/ws-proxy') return response.writeHead(404).end();
      questions.push(searchParams.get('browser'));
      const location = `ws://${request.headers.host}/devtools/browser/1234`;
      return response.writeHead(302, { location }).end();
    });
    const found = await appProxy(url, browserUri, systemClock);
    assert.deepEqual(found, { kind: 'unusable', reason: 'no answer' });
    assert.deepEqual(questions, [browserUri]);
  },
);
