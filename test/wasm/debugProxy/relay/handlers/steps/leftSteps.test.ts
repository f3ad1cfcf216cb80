import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { leftStepsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/steps/leftSteps.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared, frames, paused } from '../recorded.ts';

const created = {
  method: 'Runtime.executionContextCreated',
  params: { context: { id: 3, auxData: { isDefault: true, type: 'default', frameId: 'F0D8' } } },
  sessionId: 'A',
};

let fixture: PipelineFixture;

beforeEach(() => {
  fixture = new PipelineFixture(leftStepsHandler());
  fixture.attach('A');
});

/** The debugger resumes the page in a way, as the relay in front of the proxy announces it. */
function resume(kind: 'run' | 'step' | 'stepInto'): void {
  const params = { kind };
  fixture.command({ id: 1, method: 'IdeSession.stepKind', params, sessionId: 'A' });
  fixture.browserHeard.length = 0;
}

/** The page is left, and the next document begins. */
function leave(): void {
  fixture.report(cleared);
  fixture.report(created);
  fixture.debuggerHeard.length = 0;
}

const asked = (): unknown[] => fixture.browserHeard.splice(0).map(({ method }) => method);

test('the next document pauses once after a step, which the proxy is not told', () => {
  resume('step');
  leave();
  assert.deepEqual(asked(), ['Debugger.pause', 'Runtime.evaluate']);
  fixture.report(paused([frames.greet]));
  assert.deepEqual(fixture.debuggerHeard, []);
  assert.deepEqual(asked(), ['Debugger.resume']);

  const next = paused([frames.greet]);
  fixture.report(next);
  assert.deepEqual(fixture.debuggerHeard, [next]);
  leave();
  assert.deepEqual(asked(), []);
});

test('a page that was resumed without a step is left alone', () => {
  resume('stepInto');
  resume('run');
  leave();
  assert.deepEqual(asked(), []);
});

test('a document that is left before it has paused is followed by one that pauses', () => {
  resume('step');
  leave();
  asked();
  leave();
  assert.deepEqual(asked(), ['Debugger.pause', 'Runtime.evaluate']);
});

for (const [name, more] of Object.entries({
  'at a breakpoint': { hitBreakpoints: ['1:4:0:18'] },
  'before a script with a source map': { reason: 'instrumentation' },
})) {
  test(`a pause ${name} is not the one that was requested`, () => {
    resume('step');
    leave();
    asked();
    const stop = paused([frames.greet], more);
    fixture.report(stop);
    assert.deepEqual(fixture.debuggerHeard, [stop]);
    fixture.report(paused([frames.greet]));
    assert.deepEqual(fixture.debuggerHeard, [stop]);
  });
}
