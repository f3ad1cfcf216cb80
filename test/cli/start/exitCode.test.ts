import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/cli/sessions/session.ts';
import { getExitCode } from '../../../src/cli/start/exitCode.ts';

function ended(status: Session['status']): Session {
  return { metadata: { name: 'mine' }, spec: { launchConfigurations: '[]' }, status };
}

test('the exit code is that of the program, however it ended', () => {
  assert.equal(getExitCode(ended({ state: 'Stopped', exitCode: 0 }), false), 0);
  assert.equal(getExitCode(ended({ state: 'Failed', exitCode: 3 }), false), 3);
  assert.equal(getExitCode(ended({ state: 'Stopped', exitCode: 143 }), true), 143);
});

test('without a known code, a failed session is 1 and an interrupted one 130', () => {
  assert.equal(getExitCode(ended({ state: 'Failed' }), false), 1);
  assert.equal(getExitCode(ended({ state: 'Stopped' }), true), 130);
});

test('an unknown exit code does not count as success', () => {
  assert.throws(() => getExitCode(ended({ state: 'Stopped' }), false), {
    code: 'ExitCodeUnknown',
    message: /sessions describe mine\.$/,
  });
});
