import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { writeMetrics } from '../../../src/common/metrics/exposition.ts';
import { SessionMetrics } from '../../../src/host/metrics/sessionMetrics.ts';
import { hostLabel } from '../../../src/protocol/ideSession.ts';
import { sessionErrors } from '../../../src/sessions/errors.ts';
import type { SessionsOptions } from '../../../src/sessions/sessions.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import {
  openFixture,
  type SessionFixture,
} from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

interface MetricsFixture extends Pick<SessionFixture, 'clock' | 'runner' | 'sessions'> {
  /** Adds a session and starts it. */
  readonly start: () => string;
  /** The values with this text in their line, by the rest of the line. */
  readonly values: (part: string) => Readonly<Record<string, number>>;
  /** Starts a session and waits for its run. */
  readonly begin: () => Promise<string>;
}

async function openMetrics(
  context: TestContext,
  options: Partial<SessionsOptions> = {},
): Promise<MetricsFixture> {
  const fixture = await openFixture(context, options);
  const { clock, runner, sessions } = fixture;
  const metrics = new SessionMetrics(sessions, clock);
  afterTest(context, () => metrics.dispose());
  return {
    clock,
    runner,
    sessions,
    start: () => fixture.start(),
    values(part) {
      const lines = writeMetrics(metrics.all)
        .split('\n')
        .filter((line) => !line.startsWith('#') && line.includes(part));
      return Object.fromEntries(
        lines.map((line) => {
          const [, name = '', value] = /^ide_session_host_(.*) (\S+)$/.exec(line) ?? [];
          return [name, Number(value)];
        }),
      );
    },
    async begin() {
      const name = fixture.start();
      await until('the session runs', () => runner.find(name) !== undefined);
      return name;
    },
  };
}

test('starts are counted by type and mode, and their times from the request', async (context) => {
  const { begin, clock, runner, values } = await openMetrics(context);
  const name = await begin();
  clock.advance(700);
  runner.of(name).events.started(1);
  runner.of(name).events.started(2);
  assert.deepEqual(values('starts_total'), {
    'session_starts_total{type="node",mode="Debug"}': 1,
  });
  const times = values('session_start_seconds');
  assert.equal(times['session_start_seconds_count'], 1);
  assert.equal(times['session_start_seconds_sum'], 0.7);
  assert.equal(times['session_start_seconds_bucket{le="0.5"}'], 0);
  assert.equal(times['session_start_seconds_bucket{le="1"}'], 1);
  assert.deepEqual(values('sessions{'), {
    'sessions{state="NotStarted"}': 0,
    'sessions{state="Starting"}': 0,
    'sessions{state="Running"}': 1,
    'sessions{state="Stopping"}': 0,
    'sessions{state="Stopped"}': 0,
    'sessions{state="Failed"}': 0,
  });
});

test('starts that wait for others have the time of their wait', async (context) => {
  const { begin, clock, runner, start, values } = await openMetrics(context, { startWidth: 1 });
  const first = await begin();
  const second = start();
  clock.advance(1_500);
  runner.of(first).events.started(1);
  await until('the second runs', () => runner.find(second) !== undefined);
  const times = values('session_queue_seconds');
  assert.equal(times['session_queue_seconds_count'], 2);
  assert.equal(times['session_queue_seconds_sum'], 1.5);
});

test('a start that is cancelled in the queue has no times', async (context) => {
  const { begin, runner, sessions, start, values } = await openMetrics(context, { startWidth: 1 });
  await begin();
  const cancelled = start();
  sessions.stop(cancelled);
  assert.equal(sessions.get(cancelled)?.status.state, 'Stopped');
  assert.equal(runner.find(cancelled), undefined);
  assert.equal(values('queue_seconds')['session_queue_seconds_count'], 1);
  assert.deepEqual(values('start_seconds'), {});
});

test('failures are counted by the code of their error, and unknown codes as one', async (context) => {
  const { begin, runner, values } = await openMetrics(context);
  const known = sessionErrors.RunNotStarted({ reason: '/home/me/secret' });
  const added = (code: string) => new HumanError(code, 'An extension failed.');
  for (const error of [known, added('OfExtension'), added('/home/me'), known]) {
    runner.of(await begin()).events.failed(error);
  }
  assert.deepEqual(values('failures_total'), {
    'session_failures_total{reason="RunNotStarted"}': 2,
    'session_failures_total{reason="other"}': 2,
  });
});

test('types that were added, and sessions of other hosts, do not make more samples', async (context) => {
  const { sessions, values } = await openMetrics(context);
  const start = (type: string, labels?: Record<string, string>) =>
    sessions.create(
      { kind: 'api' },
      { launchConfiguration: { type }, env: [], desiredState: 'Running' },
      labels && { labels },
    );
  for (let number = 0; number < 20; number++) start(`added-${number}`);
  const { name } = start('node', { [hostLabel]: 'desk' }).metadata;
  for (const wholeStatus of [
    { state: 'Starting' },
    { state: 'Failed', reason: 'MyReason' },
  ] as const) {
    sessions.update(name, { wholeStatus });
  }
  assert.deepEqual(values('starts_total'), {
    'session_starts_total{type="other",mode="Debug"}': 20,
  });
  assert.deepEqual(values('failures_total'), {});
  assert.equal(values('sessions{')['sessions{state="Failed"}'], 0);
});
