import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type HostState,
  readHostState,
  writeHostState,
} from '../../../src/host/state/hostState.ts';
import { createIdentity, restoreIdentity } from '../../../src/common/server/identity.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const now = new Date('2026-11-28T12:00:00Z');
const day = 24 * 60 * 60 * 1000;

async function someState(): Promise<HostState> {
  const { certificate, token } = await createIdentity(0, now);
  return {
    version: 1,
    port: 5000,
    token: token.reveal(),
    key: certificate.key,
    certificate: certificate.certificate,
    sessions: [
      { id: 'one', controller: 'c' },
      { id: 'two', controller: 'c', end: {} },
      { id: 'three', controller: 'd', end: { exitCode: 143 } },
    ],
  };
}

test('a written state can be read back', async (context) => {
  const path = join(await temporaryFolder(context), 'state');
  const state = await someState();
  await writeHostState(path, state);
  assert.deepEqual(readHostState(path), state);
});

test('a truncated file or one that is not a state file is refused without quoting it', async (context) => {
  const path = join(await temporaryFolder(context), 'state');
  const whole = JSON.stringify(await someState());
  const cuts = [0, 1, 20, whole.length / 2, whole.length - 1].map((end) => whole.slice(0, end));
  for (const text of [...cuts, 'PRIVATE KEY', '{}', '[]', 'null', '{"version":2}']) {
    writeFileSync(path, text, { mode: 0o600 });
    assert.throws(
      () => readHostState(path),
      (error: Error & { code?: string }) =>
        error.code === 'MalformedStateFile' && (text === '' || !error.message.includes(text)),
    );
  }
});

test('an identity is unchanged after it is restored', async () => {
  const state = await someState();
  const identity = restoreIdentity(state, now);
  assert.equal(identity?.port, 5000);
  assert.ok(identity.token.matches(state.token));
  assert.equal(identity.certificate.key, state.key);
  const pem = Buffer.from(identity.certificate.certificateBase64, 'base64');
  const lines = state.certificate.split('\n').filter((line) => !line.startsWith('-----'));
  assert.deepEqual(pem, Buffer.from(lines.join(''), 'base64'));
});

test('an identity can be restored as long as its certificate is valid', async () => {
  const state = await someState();
  const expiry = now.getTime() + 365 * day;
  assert.notEqual(restoreIdentity(state, new Date(expiry - 1000)), undefined);
  assert.equal(restoreIdentity(state, new Date(expiry)), undefined);
});

test('a key and a certificate that do not match are refused', async () => {
  const state = await someState();
  const { certificate } = await createIdentity(0, now);
  assert.equal(restoreIdentity({ ...state, key: certificate.key }, now), undefined);
  assert.equal(restoreIdentity({ ...state, certificate: 'none' }, now), undefined);
});
