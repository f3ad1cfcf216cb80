import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../../tools/fixtures/waiting.ts';
import type { IdeSessionHostApi, Session } from '../../../../src/vscode/window/api.d.ts';

/** The sessions of the user in this window. */
function ownSessions(): readonly Session[] {
  const id = 'ide-session-host.ide-session-host';
  const api = vscode.extensions.getExtension<IdeSessionHostApi>(id)?.exports;
  assert.ok(api !== undefined);
  return api.listSessions().filter(({ origin }) => origin === 'user');
}

/** The session of the user whose program runs in this mode, once there is one. */
export async function runningSession(mode: Session['mode']): Promise<Session> {
  const find = (): Session | undefined =>
    ownSessions().find((one) => one.state === 'Running' && one.mode === mode && one.pid);
  await until(`a session runs in mode ${mode}`, () => find() !== undefined);
  const found = find();
  assert.ok(found !== undefined);
  return found;
}

/** Resolves when a session has ended. */
export async function untilEnded({ name }: Session): Promise<void> {
  await until('the session has ended', () =>
    ownSessions().every((one) => one.name !== name || one.state === 'Stopped'),
  );
}
