import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readEndpointAddress } from '../../../tools/controller/connection/endpointAddress.ts';
import { newInstanceId } from '../../../tools/controller/instanceId.ts';
import { goodCertificate } from '../../../tools/controller/fixtures/meeting.ts';

const environment = { DEBUG_SESSION_PORT: '4000', DEBUG_SESSION_TOKEN: 'secret' };

void test('accepts a port with or without localhost', () => {
  for (const text of ['4000', 'localhost:4000', ' 4000 ']) {
    assert.equal(readEndpointAddress({ ...environment, DEBUG_SESSION_PORT: text }).port, 4000);
  }
});

void test('the first and the last port are valid', () => {
  for (const port of [1, 65_535]) {
    assert.equal(
      readEndpointAddress({ ...environment, DEBUG_SESSION_PORT: String(port) }).port,
      port,
    );
  }
});

void test('anything else is not a port', () => {
  for (const text of ['127.0.0.1:4000', '0', '65536', 'port', '[::1]:4000', '4000/']) {
    assert.throws(
      () => readEndpointAddress({ ...environment, DEBUG_SESSION_PORT: text }),
      /must be PORT or localhost:PORT/,
    );
  }
});

void test('port and token are required', () => {
  assert.throws(() => readEndpointAddress({ DEBUG_SESSION_TOKEN: 'x' }), /DEBUG_SESSION_PORT/);
  assert.throws(() => readEndpointAddress({ DEBUG_SESSION_PORT: '1' }), /DEBUG_SESSION_TOKEN/);
  assert.throws(
    () => readEndpointAddress({ ...environment, DEBUG_SESSION_TOKEN: ' ' }),
    /DEBUG_SESSION_TOKEN/,
  );
});

void test('a certificate is one line of padded base64 that contains DER', async () => {
  const { base64, pem } = await goodCertificate();
  const withCertificate = (text: string): object =>
    readEndpointAddress({ ...environment, DEBUG_SESSION_SERVER_CERTIFICATE: text });
  assert.ok('certificate' in withCertificate(base64));
  assert.equal('certificate' in readEndpointAddress(environment), false);
  for (const text of ['', pem, base64.replace(/(.{64})/g, '$1\n'), base64.replaceAll('=', '-')]) {
    assert.throws(() => withCertificate(`${text}!`), /not one line of padded base64/);
  }
  assert.throws(() => withCertificate(''), /not one line of padded base64/);
  assert.throws(() => withCertificate(pem), /not one line of padded base64/);
  assert.throws(() => withCertificate('AAAA'), /no DER certificate/);
});

void test('an instance id is the prefix and twelve random characters', () => {
  assert.match(newInstanceId('launch-'), /^launch-[a-z0-9]{12}$/);
  assert.match(newInstanceId(''), /^[a-z0-9]{12}$/);
  assert.notEqual(newInstanceId(''), newInstanceId(''));
});
