import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResourceApi } from '../../../src/api/client/objects.ts';
import { RemoteRun } from '../../../src/api/remote/remoteRun.ts';
import type { RemoteSession } from '../../../src/api/remote/remoteSession.ts';
import type { SessionStatus } from '../../../src/protocol/ideSession.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const holder = { identity: 'me', renewTime: '2026-01-02T03:04:05.000000Z', leaseSeconds: 60 };

test('what a status does not have any more is removed on the server', async (context) => {
  const { clock, sessions } = await openFixture(context);
  const written: unknown[] = [];
  const metadata = { name: 'shop', uid: '1', resourceVersion: '1' };
  const session: RemoteSession = { metadata, status: { state: 'Starting', holder } };
  const api: Partial<ResourceApi<RemoteSession>> = {
    patchStatus: async (_name, patch) => {
      written.push(JSON.parse(JSON.stringify(patch)));
      return session;
    },
  };
  const run = new RemoteRun(session, {
    api: api as ResourceApi<RemoteSession>,
    sessions,
    clock,
    log: new RecordingLog(),
    random: () => 0,
    renewInterval: 20_000,
    holder: () => holder,
    prepare: () => Promise.reject(new Error('It is not begun.')),
    put() {},
    created() {},
    progressed() {},
  });
  const status: SessionStatus = { state: 'Running', pid: undefined, conditions: undefined };
  run.progress(status);
  await turn();
  run.dispose();
  const [patch] = written as { status: Record<string, unknown> }[];
  assert.equal(patch?.status['state'], 'Running');
  assert.deepEqual([patch.status['pid'], patch.status['conditions']], [null, null]);
});
