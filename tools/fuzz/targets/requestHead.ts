import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { getInstanceId, getVersion } from '../../../src/endpoint/http/authorization.ts';
import { getRefusal } from '../../../src/common/server/access.ts';
import { getParameters, getPath } from '../../../src/common/server/target.ts';
import { Token } from '../../../src/common/server/token.ts';
import { ProtocolError } from '../../../src/protocol/errors.ts';
import { protocolVersions } from '../../../src/protocol/versions.ts';
import type { FuzzTarget } from '../target.ts';

const token = new Token();
const port = 4711;

/** A request from Node's parser, with this target and these header lines. */
function createRequest(input: Buffer): IncomingMessage {
  const [url = '', ...lines] = input.toString('latin1').split('\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const request = { url, headers: Object.fromEntries(headers), socket: { localPort: port } };
  return request as unknown as IncomingMessage;
}

/** The target and headers of a request: its controller, path and version. */
export const requestHead: FuzzTarget = {
  name: 'requestHead',
  words: [
    '\n',
    'Host: ',
    'localhost',
    '127.0.0.1',
    '[::1]',
    `:${port}`,
    'Origin: ',
    'Bearer ',
    'Authorization: ',
    'Microsoft-Developer-DCP-Instance-ID: ',
    '?api-version=',
    '&',
    '%',
    ...protocolVersions,
    '9999-12-31',
    '2024-02-30',
    '/run_session/',
    '#',
  ],
  parse(input) {
    const request = createRequest(input);
    const path = getPath(request);
    const parameters = getParameters(request);
    const instanceId = getValue(() => getInstanceId(request));
    const version = getValue(() => getVersion(request));
    const refusal = getRefusal(request, token);
    return () => {
      assert.ok((request.url ?? '').startsWith(path) && !path.includes('?'));
      assert.ok([...parameters.keys()].every((name) => typeof name === 'string'));
      if (instanceId !== refused) assert.match(instanceId, /^[!-~]{1,256}$/);
      if (version !== refused) assert.ok(protocolVersions.includes(version));
      // No input has the right token.
      assert.notEqual(refusal, undefined);
    };
  },
};

const refused = Symbol('refused');

/** The parsed head; exceptions must be protocol errors. */
function getValue<T>(read: () => T): T | typeof refused {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return refused;
    throw error;
  }
}
