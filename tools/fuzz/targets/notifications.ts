import assert from 'node:assert/strict';
import {
  isKnownTo,
  type Notification,
  processRestarted,
  sessionTerminated,
} from '../../../src/protocol/notifications.ts';
import { protocolVersions } from '../../../src/protocol/versions.ts';
import type { FuzzTarget } from '../target.ts';

function isUint32(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32;
}

/** Notifications with any pid, exit code and text, as sent on the wire. */
export const notifications: FuzzTarget = {
  name: 'notifications',
  words: [
    '\n',
    '4294967295',
    '-2147483648',
    '2147483648',
    '0x7f',
    '1e9',
    'NaN',
    '-0',
    '1.5',
    '\u2028',
  ],
  parse(input) {
    const [number = '', ...lines] = input.toString('utf8').split('\n');
    // JSON has no -0.
    const value = number === '' ? undefined : Number(number) + 0;
    const session_id = lines[0] ?? '';
    const text = lines.join('\n');
    const all: readonly Notification[] = [
      processRestarted(session_id, value),
      sessionTerminated(session_id, value),
      { notification_type: 'serviceLogs', session_id, is_std_err: false, log_message: text },
      { notification_type: 'sessionMessage', session_id, level: 'error', message: text, code: 'X' },
    ];
    const wires = all.map((notification) => JSON.stringify(notification));
    return () => {
      for (const [index, notification] of all.entries()) check(notification, wires[index] ?? '');
    };
  },
};

function check(notification: Notification, wire: string): void {
  assert.ok(!wire.includes('\n'));
  const heard: Record<string, unknown> = JSON.parse(Buffer.from(wire).toString('utf8'));
  for (const name of ['pid', 'exit_code']) {
    assert.ok(!Object.hasOwn(heard, name) || isUint32(heard[name]));
  }
  assert.deepEqual(heard, { ...notification });
  const isMessage = notification.notification_type === 'sessionMessage';
  const knowing = protocolVersions.filter((version) => isKnownTo(version, notification));
  assert.equal(knowing.length, isMessage ? 1 : protocolVersions.length);
}
