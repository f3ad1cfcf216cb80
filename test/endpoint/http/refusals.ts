import { defaultSettings } from '../../../src/host/settings.ts';
import type { ProtocolErrorCode } from '../../../src/protocol/errors.ts';
import type { RawAnswer } from '../../../tools/controller/connection/httpExchange.ts';
import { type EndpointFixture, goodRun } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  type RawConnection,
  requestText,
  type WireAnswer,
} from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { dial, goodHeaders, sendRaw, sendWith } from './answers.ts';

type Provocation = (fixture: EndpointFixture) => Promise<RawAnswer | WireAnswer | undefined>;

/** Limits that tests can exceed. */
export const refusalLimits = { unauthenticated: 20, authenticated: 20 };

const version = '?api-version=2025-10-01';
const webSocket = { Connection: 'Upgrade', Upgrade: 'websocket' };

function put(body: unknown, headers: Record<string, string | null> = {}): Provocation {
  return (fixture) => fixture.controller().request('PUT', '/run_session', { body, headers });
}

/** Requests a Node program that exists, with these changes. */
function nodeRun(change: object): object {
  return { launch_configurations: [{ type: 'node', script_path: 'app.js', ...change }] };
}

function getInfo(headers: Record<string, string | undefined>): Provocation {
  return (fixture) => sendWith(fixture, 'GET', '/info', headers);
}

function remove(apiVersion: string | null): Provocation {
  return (fixture) => fixture.controller().request('DELETE', '/run_session/x', { apiVersion });
}

async function endHalfway(fixture: EndpointFixture): Promise<WireAnswer | undefined> {
  const connection = await dial(fixture);
  const content = { 'Content-Type': 'application/json', 'Content-Length': '1000' };
  const headers = { ...goodHeaders(fixture), ...content };
  connection.write(requestText('PUT', `/run_session${version}`, headers, '{"launch'));
  connection.socket.end();
  return connection.answer();
}

async function askWhileClosing(fixture: EndpointFixture): Promise<RawAnswer> {
  const controller = fixture.controller();
  fixture.runner.onStop = () => {};
  const session = await controller.runSession(goodRun);
  await until('the session runs', () => fixture.runner.find(session.id) !== undefined);
  const closed = fixture.host.close();
  const answer = await controller.request('GET', '/info');
  fixture.runner.of(session.id).events.ended(0);
  await closed;
  return answer;
}

/** Sends a request on one connection more than the limit. */
async function connectTooOften(fixture: EndpointFixture): Promise<WireAnswer | undefined> {
  const ask = async (): Promise<[RawConnection, WireAnswer | undefined]> => {
    const connection = await dial(fixture);
    connection.write(requestText('GET', '/info', goodHeaders(fixture)));
    return [connection, await connection.answer()];
  };
  const asked: [RawConnection, WireAnswer | undefined][] = [];
  for (let count = 0; count <= refusalLimits.authenticated; count++) asked.push(await ask());
  for (const [{ socket }] of asked) socket.destroy();
  return asked.at(-1)?.[1];
}

/** For every error except InternalError, a request that is answered with it. */
export const refusals: Readonly<
  Record<Exclude<ProtocolErrorCode, 'InternalError' | 'RequestTimeout'>, Provocation>
> = {
  MalformedRequest: (fixture) => sendRaw(fixture, 'this is no HTTP\r\n\r\n'),
  MissingInstanceId: (fixture) =>
    sendWith(fixture, 'DELETE', `/run_session/x${version}`, {
      'Microsoft-Developer-DCP-Instance-ID': undefined,
    }),
  InvalidInstanceId: put(goodRun, { 'microsoft-developer-dcp-instance-id': 'two words' }),
  MissingApiVersion: remove(null),
  MalformedApiVersion: remove('2025-02-30'),
  UnsupportedApiVersion: remove('2024-03-02'),
  MalformedJson: put('{"launch_configurations":['),
  IncompleteRequest: endHalfway,
  InvalidRequest: put({ ...goodRun, env: [{ name: 'A=B', value: '' }] }),
  MissingLaunchConfiguration: put({ launch_configurations: [] }),
  UnsupportedLaunchConfiguration: put({ launch_configurations: [{ type: 'cobol' }] }),
  InvalidLaunchConfiguration: put({ launch_configurations: [{ type: 'node' }] }),
  ProgramNotFound: put(nodeRun({ script_path: 'missing.js' })),
  ProjectNotFound: put({
    launch_configurations: [{ type: 'project', project_path: 'Missing/Missing.csproj' }],
  }),
  WorkingDirectoryNotFound: put(nodeRun({ working_directory: 'missing' })),
  RuntimeNotFound: put(nodeRun({ runtime_executable: './missing', launch_method: 'direct' })),
  RuntimeNotExecutable: put(nodeRun({ runtime_executable: './app.js', launch_method: 'direct' })),
  MissingAuthorization: getInfo({ Authorization: undefined }),
  UnsupportedAuthorizationScheme: getInfo({ Authorization: 'Basic Og==' }),
  InvalidToken: getInfo({ Authorization: 'Bearer wrong' }),
  HostNotAllowed: getInfo({ Host: 'evil.example' }),
  OriginNotAllowed: getInfo({ Origin: 'https://localhost' }),
  NotFound: (fixture) => fixture.controller().request('GET', '/'),
  MethodNotAllowed: (fixture) => fixture.controller().request('POST', '/info'),
  BodyTooComplex: put({ ...goodRun, nested: JSON.parse('['.repeat(100) + ']'.repeat(100)) }),
  BodyTooLarge: put(Buffer.alloc(defaultSettings.bodyLimit + 1, ' ')),
  UnsupportedMediaType: put('launch=1', { 'content-type': 'application/x-www-form-urlencoded' }),
  UnsupportedCharset: put(goodRun, { 'content-type': 'application/json; charset=latin1' }),
  UnsupportedContentEncoding: put(goodRun, { 'content-encoding': 'compress' }),
  UpgradeRequired: (fixture) => fixture.controller().request('GET', '/run_session/notify'),
  UnsupportedWebSocketVersion: (fixture) =>
    sendWith(fixture, 'GET', `/run_session/notify${version}`, {
      ...webSocket,
      'Sec-WebSocket-Version': '8',
    }),
  InvalidUpgrade: (fixture) => sendWith(fixture, 'GET', `/run_session/notify${version}`, webSocket),
  HeadersTooLarge: getInfo({ 'X-Large': 'x'.repeat(32 * 1024) }),
  InvalidContentEncoding: put(goodRun, { 'content-encoding': 'gzip' }),
  TooManyConnections: connectTooOften,
  ShuttingDown: askWhileClosing,
};
