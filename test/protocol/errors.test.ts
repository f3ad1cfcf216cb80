import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtocolError, protocolErrorCodes } from '../../src/protocol/errors.ts';

test('every error is a client or server error with a PascalCase code and sentences', () => {
  assert.ok(protocolErrorCodes.length > 0);
  for (const code of protocolErrorCodes) {
    const { status, message } = new ProtocolError(code);
    assert.match(code, /^([A-Z][a-z]+)+$/);
    assert.ok(status >= 400 && status < 600, code);
    assert.match(message, /^[A-Z].*\.$/);
  }
});

test('distinct causes have distinct messages', () => {
  const messages = protocolErrorCodes.map((code) => new ProtocolError(code).message);
  assert.equal(new Set(messages).size, messages.length);
});

test('an addition follows the message of the table', () => {
  const plain = new ProtocolError('UnsupportedApiVersion');
  const particular = new ProtocolError('UnsupportedApiVersion', 'Upgrade.');
  assert.equal(particular.message, `${plain.message} Upgrade.`);
});

test('empty details are omitted', () => {
  assert.deepEqual(Object.keys(new ProtocolError('NotFound').toJSON().error), ['code', 'message']);
});

test('the response to the client has no stack', () => {
  const text = JSON.stringify(new ProtocolError('InternalError'));
  assert.doesNotMatch(text, /\.ts|stack|at /);
});
