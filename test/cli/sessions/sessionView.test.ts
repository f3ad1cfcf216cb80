import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnDefinitions } from '../../../src/api/tables/columns.ts';
import { formatList } from '../../../src/cli/output/printed.ts';
import type { Output } from '../../../src/cli/output/terminal.ts';
import { formatDescription } from '../../../src/cli/sessions/describeSession.ts';
import type { Session } from '../../../src/cli/sessions/session.ts';
import { createSessionView } from '../../../src/cli/sessions/sessionView.ts';

const group = 'usvc-dev.developer.microsoft.com';
const now = new Date('2026-01-01T00:01:00.000Z');
const view = createSessionView(() => now);
const plain: Output = { write() {}, hasColors: false, columns: undefined };
const colored: Output = { write() {}, hasColors: true, columns: undefined };

const running: Session = {
  metadata: {
    name: 'web',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: {
      [`${group}/launch-type`]: 'project',
      [`${group}/project`]: 'Web',
      [`${group}/controller`]: 'abc123',
      team: 'shop',
    },
  },
  spec: {
    launchConfigurations: '[{"type":"project","project_path":"/Web.csproj"}]',
    desiredState: 'Running',
    args: ['--urls', 'http://localhost:1'],
    env: [{ name: 'PASSWORD' }, { name: 'USER' }],
  },
  status: { state: 'Running', pid: 12, startupTimestamp: '2026-01-01T00:00:30.000000Z' },
};

const failed: Session = {
  metadata: { name: 'job', creationTimestamp: '2026-01-01T00:00:50Z' },
  spec: { launchConfigurations: '[]' },
  status: { state: 'Failed', message: 'The build failed.', exitCode: 1 },
};

const stopped: Session = {
  metadata: { name: 'old' },
  spec: { launchConfigurations: '[]', desiredState: 'Running' },
  status: { state: 'Stopped', exitCode: 3 },
};

test('sessions are listed with their state, type, pid and age', () => {
  assert.equal(
    formatList([running, failed], 'table', view, plain),
    [
      'NAME   STATE     TYPE      PID   AGE',
      'web    Running   project   12    60s',
      'job    Failed    -         -     10s',
      '',
    ].join('\n'),
  );
});

const message = 'Program.cs has changed since the program was started.';
const outOfDate: Session = {
  ...running,
  status: { ...running.status, conditions: [{ type: 'OutOfDate', status: 'True', message }] },
};

test('a session that is out of date is listed and described with what has changed', () => {
  const [, row = ''] = formatList([outOfDate], 'wide', view, plain).split('\n');
  assert.ok(row.includes(message), row);
  assert.match(formatDescription(outOfDate, now), /^Out of date: +Program\.cs has changed/m);
});

test('a session that will be stopped is described with the time', () => {
  const text = 'The session will be stopped at 2026-01-01T08:00:00Z, 8 hours after its start.';
  const conditions = [{ type: 'Expired', status: 'False', message: text }];
  const limited = { ...running, status: { ...running.status, conditions } };
  assert.ok(formatDescription(limited, now).includes(`\nLifecycle:      ${text}\n`));
});

test('wide adds project, controller, exit code, what is out of date and message', () => {
  const [, , row] = formatList([running, failed], 'wide', view, plain).split('\n');
  assert.match(row ?? '', /^job +Failed +- +- +10s +- +- +1 +- +The build failed\.$/);
  const [, first] = formatList([running, failed], 'wide', view, plain).split('\n');
  assert.match(first ?? '', / Web +abc123 +- +- +-$/);
});

test('the table has the columns of the one that kubectl gets', () => {
  const [titles = ''] = formatList([running], 'wide', view, plain).split('\n');
  const names = columnDefinitions.map(({ name }) => name.toUpperCase());
  assert.deepEqual(titles.split(/ {3,}/), names);
});

test('JSON has the objects as a list that kubectl reads', () => {
  assert.deepEqual(JSON.parse(formatList([failed], 'json', view, plain)), {
    apiVersion: `${group}/v1`,
    kind: 'IdeSessionList',
    items: [failed],
  });
});

test('in a terminal, failures are red, also those of programs that were not stopped', () => {
  const text = formatList([running, failed, stopped], 'table', view, colored);
  assert.ok(text.includes('\u001b[32mRunning\u001b[0m'));
  assert.ok(text.includes('\u001b[31mFailed\u001b[0m'));
  assert.ok(text.includes('\u001b[31mStopped\u001b[0m'));
  const ended = { ...stopped, spec: { ...stopped.spec, desiredState: 'Stopped' } };
  assert.ok(formatList([ended], 'table', view, colored).includes('\u001b[2mStopped\u001b[0m'));
});

test('a description has everything but values of variables', () => {
  assert.equal(
    formatDescription(running, now),
    `Name:           web
State:          Running
Desired state:  Running
Pid:            12
Created:        2026-01-01T00:00:00Z (60s ago)
Started:        2026-01-01T00:00:30.000000Z (30s ago)
Labels:         ${group}/launch-type: project
                ${group}/project: Web
                ${group}/controller: abc123
                team: shop
Configuration:  type: project
                project_path: /Web.csproj
Arguments:      ["--urls","http://localhost:1"]
Variables:      PASSWORD, USER
`,
  );
});

test('a description of a session that was not started has no times', () => {
  const created: Session = { metadata: { name: 'new' }, spec: { launchConfigurations: '[' } };
  assert.equal(
    formatDescription(created, now),
    'Name:           new\nState:          not started\nConfiguration:  [\n',
  );
});
