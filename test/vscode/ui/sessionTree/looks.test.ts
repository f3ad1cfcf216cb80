import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../../../../src/common/localization.ts';
import type { IdeSession } from '../../../../src/protocol/ideSession.ts';
import {
  describeFully,
  describeShortly,
  getColor,
  isFailure,
  looks,
  toLookName,
} from '../../../../src/vscode/ui/sessionTree/looks.ts';
import { sessionErrors } from '../../../../src/sessions/errors.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';

const now = new Date('2026-01-02T03:04:35Z');

function session(
  status: IdeSession['status'],
  desiredState: IdeSession['spec']['desiredState'] = 'Running',
): IdeSession {
  const creationTimestamp = '2026-01-02T03:04:05.000000Z';
  const owner = { kind: 'user' } as const;
  const metadata = { name: 'a', uid: 'a', owner, creationTimestamp, resourceVersion: 1 };
  return {
    metadata: { ...metadata, generation: 1 },
    spec: { launchConfiguration: { type: 'node' }, env: [], desiredState },
    status,
  };
}

function describe(one: IdeSession, isDebugged = false): string {
  const name = toLookName(one, isDebugged);
  return `${name}: ${describeShortly(looks[name], one, now)}`;
}

test('each state has its look and description', () => {
  const startupTimestamp = '2026-01-02T03:04:25.000000Z';
  const running = session({ state: 'Running', pid: 7, startupTimestamp });
  assert.deepEqual(
    [
      describe(session({ state: '' }, '')),
      describe(session({ state: 'Starting' })),
      describe(running),
      describe(running, true),
      describe(session({ state: 'Running', startupTimestamp })),
      describe(session({ state: 'Stopping' }, 'Stopped')),
      describe(session({ state: 'Stopped', exitCode: 0 })),
      describe(session({ state: 'Stopped' }, 'Stopped')),
      describe(session({ state: 'Failed', message: 'There is no\nscript.' })),
    ],
    [
      'waiting: waiting',
      'starting: starting · 30s',
      'running: 10s · pid 7',
      'debugged: 10s · pid 7',
      'running: 10s',
      'stopping: stopping',
      'ended: ended · exit code 0',
      'stopped: stopped',
      String.raw`failed: There is no\nscript.`,
    ],
  );
});

test('a session that is out of date says so, and warns by its color', () => {
  const condition = {
    type: 'OutOfDate',
    status: 'True',
    reason: 'FilesChanged',
    message: 'a.cs has changed since the program was started.',
    lastTransitionTime: '2026-01-02T03:04:05Z',
  } as const;
  const status = { state: 'Running', pid: 7 } as const;
  const stale = session({ ...status, conditions: [condition] });
  assert.equal(describe(stale), 'running: out of date · 30s · pid 7');
  assert.equal(getColor(looks.running, stale), 'list.warningForeground');
  const current = session({ ...status, conditions: [{ ...condition, status: 'False' }] });
  assert.equal(describe(current), 'running: 30s · pid 7');
  assert.equal(getColor(looks.running, current), looks.running.color);
});

test('an exit code is a failure unless the session was asked to stop', () => {
  const status = { state: 'Stopped', exitCode: 143 } as const;
  assert.equal(describe(session(status)), 'crashed: exit code 143');
  assert.equal(describe(session(status, 'Stopped')), 'stopped: stopped · exit code 143');
  assert.deepEqual([session(status), session(status, 'Stopped')].map(isFailure), [true, false]);
  assert.equal(isFailure(session({ state: 'Failed' })), true);
});

test('the full description always names the state', () => {
  const crashed = session({ state: 'Stopped', exitCode: 1 });
  const name = toLookName(crashed, false);
  assert.equal(describeFully(looks[name], crashed, now), 'ended with an error · exit code 1');
});

test('states are called by their words in the language of the user', (context) => {
  setLanguage((text) =>
    text.replace('ended with an error', 'abgebrochen').replace('exit code', 'Exitcode'),
  );
  afterTest(context, () => setLanguage((text) => text));
  const crashed = session({ state: 'Stopped', exitCode: 1 });
  assert.equal(describeFully(looks.crashed, crashed, now), 'abgebrochen · Exitcode 1');
});

test('the cause of a failure is shown in the language of the user', (context) => {
  setLanguage((text) => text.replace(/^The session could not be started: /, 'Start misslungen: '));
  afterTest(context, () => setLanguage((text) => text));
  const { code, message } = sessionErrors.RunNotStarted({ reason: 'no memory' });
  assert.match(
    describe(session({ state: 'Failed', reason: code, message })),
    /^failed: Start misslungen: no memory\. Start it again\./,
  );
});
