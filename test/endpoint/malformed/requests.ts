import { malformedBodies } from './bodies.ts';
import { fc } from '../../../tools/fixtures/property.ts';
import { handshake } from '../http/answers.ts';

/** A request as parts that may each be invalid. */
export interface RequestParts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Changes to the headers of a valid request; `undefined` omits one. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

const version = 'api-version=2025-10-01';
const jsonHeaders = { 'Content-Type': 'application/json' };

/** A value that must not appear in any response. */
export const secret = 'top-secret-value';
const body = JSON.stringify({
  launch_configurations: [{ type: 'node', script_path: 'app.js' }],
  env: [{ name: 'PASSWORD', value: secret }],
});

const info = { method: 'GET', path: '/info', query: '', headers: {}, body: '' };
const put = { method: 'PUT', path: '/run_session', query: version, headers: jsonHeaders, body };
const remove = { method: 'DELETE', path: '/run_session/x', query: version, headers: {}, body: '' };
const listen = {
  method: 'GET',
  path: '/run_session/notify',
  query: version,
  headers: handshake,
  body: '',
};

const any = fc.constantFrom<RequestParts>(info, put, remove, listen);
const versioned = fc.constantFrom<RequestParts>(put, remove, listen);

/** Text that is valid in a header: visible characters, separated by blanks. */
const headerText = fc
  .string({ unit: fc.constantFrom(...Array.from(' !"#$%&()*,-./09:;<=>?@AZ[]^_`az{|}~é')) })
  .map((text) => text.trim());

function withHeader(
  base: fc.Arbitrary<RequestParts>,
  name: string,
  value: fc.Arbitrary<string | undefined>,
): fc.Arbitrary<RequestParts> {
  return fc
    .tuple(base, value)
    .map(([parts, text]) => ({ ...parts, headers: { ...parts.headers, [name]: text } }));
}

const foreignHost = headerText.filter((text) => !/^(localhost|127\.0\.0\.1|\[::1\])/i.test(text));
const badInstanceId = fc.oneof(
  fc.constantFrom(undefined, '', 'x'.repeat(257)),
  fc
    .tuple(fc.string({ unit: fc.constantFrom('a', 'Z') }), headerText)
    .map(([a, b]) => `${a}a ${b}z`),
);
const badVersion = fc.oneof(
  fc.constantFrom('', 'x=y', 'api-version=', `${version}&${version}`, 'api-version=2024-03-02'),
  fc.webQueryParameters().map((text) => `api-version=v${text}`),
  fc
    .date({ max: new Date('2024-03-02'), min: new Date('1970-01-01'), noInvalidDate: true })
    .map((date) => `api-version=${date.toISOString().slice(0, 10)}`),
);
const badPath = fc.oneof(
  fc.webPath().map((path) => `/elsewhere${path}`),
  fc.webPath().map((path) => `/run_session/x/${path}`),
  fc.constantFrom('/%', '/run_session/', '/info/', '//', '/run_session/%c3%28/x', '/INFO'),
);
const otherMethod = fc.constantFrom('POST', 'PATCH', 'OPTIONS', 'TRACE', 'LOCK', 'REPORT', 'MERGE');

/** Requests that must all be refused, by what is wrong with them. */
export const malformedRequests: Readonly<Record<string, fc.Arbitrary<RequestParts>>> = {
  Authorization: withHeader(any, 'Authorization', fc.option(headerText, { nil: undefined })),
  Host: withHeader(any, 'Host', fc.option(foreignHost, { nil: undefined })),
  Origin: withHeader(any, 'Origin', headerText),
  'instance id': withHeader(versioned, 'Microsoft-Developer-DCP-Instance-ID', badInstanceId),
  'api-version': fc.tuple(versioned, badVersion).map(([parts, query]) => ({ ...parts, query })),
  path: fc.tuple(any, badPath).map(([parts, path]) => ({ ...parts, path })),
  method: fc
    .tuple(fc.constantFrom<RequestParts>(info, put, remove), otherMethod)
    .map(([parts, method]) => ({ ...parts, method })),
  'content type': withHeader(
    fc.constant(put),
    'Content-Type',
    fc.oneof(
      fc.constant(undefined),
      headerText.map((text) => `text/plain${text}`),
    ),
  ),
  charset: withHeader(
    fc.constant(put),
    'Content-Type',
    fc
      .constantFrom('latin1', 'utf-99', 'ebcdic', 'utf8mb4')
      .map((name) => `application/json; charset=${name}`),
  ),
  'content encoding': withHeader(
    fc.constant(put),
    'Content-Encoding',
    fc.constantFrom('gzip', 'deflate', 'br', 'zstd', 'compress', 'gzip, gzip', '*', 'x'),
  ),
  handshake: fc
    .tuple(
      fc.constantFrom('Upgrade', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version'),
      headerText.filter((text) => text !== '13'),
    )
    .map(([name, text]) => ({ ...listen, headers: { ...handshake, [name]: text } })),
  body: malformedBodies.map((text) => ({ ...put, body: text })),
};
