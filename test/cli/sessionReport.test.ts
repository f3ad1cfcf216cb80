import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { reportBuilds } from '../../src/cli/buildReport.ts';
import { reportSessions } from '../../src/cli/sessionReport.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { completeLaunchTypes } from '../../tools/fixtures/sessions/launchTypes.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { RecordingLog } from '../../tools/fixtures/recordingLog.ts';
import { openFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

async function openReport(context: TestContext) {
  const fixture = await openFixture(context);
  const log = new RecordingLog();
  const surroundings = { workspace: '/shop', environment: {}, platform: 'linux' } as const;
  reportSessions(fixture.sessions, completeLaunchTypes(surroundings), log);
  const name = fixture.start();
  await turn();
  const title = `Session ${name} (app.js)`;
  return { fixture, log, name, title, events: fixture.runner.of(name).events };
}

test('logs the start and the end of sessions at level debug', async (context) => {
  const { events, log, title } = await openReport(context);
  events.started(7);
  events.started(8);
  events.ended(3);
  assert.deepEqual(log.lines, [
    `debug ${title} is starting.`,
    `debug ${title} started as process 7.`,
    `debug ${title} started as process 8.`,
    `debug ${title} ended with exit code 3.`,
  ]);
});

test('the failure of a session is always logged, line by line', async (context) => {
  const { events, log, title } = await openReport(context);
  events.failed(new HumanError('BuildFailed', 'It could not be built:\napp.cs(1,2): wrong\n'));
  assert.deepEqual(log.lines.slice(1), [
    `error ${title} failed: It could not be built:`,
    'error   app.cs(1,2): wrong',
  ]);
});

test('a session that is stopped before it runs has not failed', async (context) => {
  const { events, log, name, fixture, title } = await openReport(context);
  fixture.sessions.stop(name);
  await turn();
  events.failed(new HumanError('BuildFailed', 'It was stopped.'));
  assert.deepEqual(log.lines.slice(1), [`debug ${title} ended before its program started.`]);
});

test('an end with an unknown exit code is logged as such', async (context) => {
  const { events, log, title } = await openReport(context);
  events.started(undefined);
  events.ended(undefined);
  assert.deepEqual(log.lines.slice(1), [
    `debug ${title} started.`,
    `debug ${title} ended without an exit code.`,
  ]);
});

test('the start and end of a build are logged, with its duration', async () => {
  const clock = new ManualClock();
  const log = new RecordingLog();
  const observer = reportBuilds(clock, log);
  const project = { name: 'Api', path: '/shop/Api/Api.csproj' };
  const given = [
    ['succeeded', () => Promise.resolve({ kind: 'succeeded', issues: [] } as const)],
    ['failed', () => Promise.resolve({ kind: 'failed', issues: [], output: '' } as const)],
    ['was cancelled', () => Promise.reject(new Error('It was given up.'))],
  ] as const;
  for (const [how, build] of given) {
    log.lines.length = 0;
    observer.building?.(project, build());
    clock.advance(2_340);
    await turn();
    assert.deepEqual(log.lines, [
      'debug Building Api.',
      `debug The build of Api ${how} after 2.3 s.`,
    ]);
  }
});
