import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EOL } from 'node:os';
import { test } from 'node:test';
import { isTerminal } from '../../src/sessions/stateTable.ts';
import { SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { action, manners, Scenario, textOf } from './scenario.ts';
import { legalChanges } from './specifiedStates.ts';
import { fc } from '../../tools/fixtures/property.ts';

type Check = (fixture: SessionFixture, scenario: Scenario) => void;

const checks: Readonly<Record<string, Check>> = {
  'only state changes that the protocol allows are stored': (fixture) => {
    for (const change of fixture.changes) {
      if (change.type !== 'modified') continue;
      const { previous, session } = change;
      const step = `${previous.status.state}→${session.status.state}`;
      assert.ok(legalChanges.has(step), step);
    }
  },

  'a status does not change once its state is terminal': (fixture) => {
    for (const change of fixture.changes) {
      if (change.type !== 'modified' || !isTerminal(change.previous.status.state)) continue;
      assert.deepEqual(change.session.status, change.previous.status);
    }
  },

  'the termination of every started session is reported once, as its last notification': (
    fixture,
    { names },
  ) => {
    for (const name of names) {
      const heard = fixture.heard(name);
      const begun = fixture.states(name).length > 1;
      const ends = heard.filter((type) => type === 'sessionTerminated').length;
      assert.equal(ends, begun ? 1 : 0);
      assert.equal(heard.at(-1), begun ? 'sessionTerminated' : undefined);
    }
  },

  'every process is reported, in order, with its pid': (fixture, scenario) => {
    for (const name of scenario.names) {
      const pids = fixture
        .notifications(name)
        .flatMap((told) => (told.notification_type === 'processRestarted' ? [told.pid] : []));
      assert.deepEqual(pids, scenario.told(name).pids);
    }
  },

  'output is complete and in order, up to the end and the reason of a failure': (
    fixture,
    scenario,
  ) => {
    for (const name of scenario.names) {
      for (const stream of ['stdout', 'stderr'] as const) {
        const written = scenario.told(name).written.map((part) => Buffer.concat(part[stream]));
        const expected = written.map((bytes) => withLineEnd(bytes.toString('utf8'))).join('');
        const isReason = stream === 'stderr' && fixture.states(name).includes('Failed');
        const whole = expected + (isReason ? 'It broke.\n' : '');
        const heard = textOf(fixture.notifications(name), stream);
        assert.equal(lineTexts(heard).join(''), lineTexts(whole).join(''));
        assert.ok(heard.split('\n').length >= Buffer.concat(written).toString().split('\n').length);
        // Pauses may have divided lines.
        if (!scenario.hasRested) assert.deepEqual(lineTexts(heard), lineTexts(whole));
      }
    }
  },

  "the reported exit code is the runner's": (fixture, scenario) => {
    for (const name of scenario.names) {
      const { end } = scenario.told(name);
      const last = fixture.notifications(name).at(-1);
      if (end?.do !== 'ended' || last?.notification_type !== 'sessionTerminated') continue;
      const own = end.exitCode === -1 ? 0xffffffff : end.exitCode;
      const hasRun = scenario.told(name).pids.length > 0;
      assert.equal(last.exit_code, own ?? (hasRun ? undefined : 1));
    }
  },

  'only a program that ran may end without an exit code': (fixture, { names }) => {
    for (const name of names) {
      const changes = fixture.changes.filter(({ session }) => session.metadata.name === name);
      const { state, startupTimestamp } = changes.at(-1)?.session.status ?? {};
      const last = fixture.notifications(name).at(-1);
      if (last?.notification_type !== 'sessionTerminated' || 'exit_code' in last) continue;
      assert.equal(state, 'Stopped');
      assert.ok(startupTimestamp);
    }
  },

  'the runner is called at most once for a session': (fixture) => {
    const called = fixture.runner.runs.map(({ session }) => session.metadata.name);
    assert.equal(new Set(called).size, called.length);
  },

  'a run is asked to stop at most once': (fixture) => {
    assert.ok(fixture.runner.runs.every(({ stops }) => stops <= 1));
  },

  'nothing is reported of a removed session': (fixture) => {
    const removed = new Set<string>();
    for (const { type, session } of fixture.changes) {
      assert.equal(removed.has(session.metadata.name), false);
      if (type === 'removed') removed.add(session.metadata.name);
    }
  },

  'no session stays active, and no more are kept than the history allows': (fixture) => {
    const left = fixture.sessions.list();
    assert.ok(left.every(({ status }) => status.state === '' || isTerminal(status.state)));
    assert.ok(left.length <= history);
  },

  'nothing avoidable is logged as an error': (fixture) => {
    const errors = fixture.log.lines.filter((line) => line.startsWith('error'));
    assert.ok(errors.every((line) => line.includes('It refused.')));
  },
};

const history = 3;

for (const [sentence, check] of Object.entries(checks)) {
  test(`for any order of events: ${sentence}`, async (context) => {
    const logFolder = join(await temporaryFolder(context), 'logs');
    const actions = fc.array(action, { maxLength: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(manners, actions, async (behaviour, all) => {
        const widths = { startWidth: 2, stopWidth: 8, history };
        const fixture = new SessionFixture(logFolder, widths);
        const scenario = new Scenario(fixture, behaviour);
        await scenario.play({ do: 'create' });
        for (const next of all) await scenario.play(next);
        await scenario.end();
        check(fixture, scenario);
      }),
      { numRuns: 100 },
    );
  });
}

/** The texts of lines, including overwritten ones. */
function lineTexts(text: string): readonly string[] {
  return text.split(/[\r\n]/).filter(Boolean);
}

/** The controller appends a line end to a line that a process left unfinished. */
function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}${EOL}`;
}
