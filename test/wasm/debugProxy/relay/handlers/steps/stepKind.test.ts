import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepKindHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/steps/stepKind.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';

test('the relay behind the proxy is told of each step into a call and each other change of kind first', async () => {
  const fixture = new PipelineFixture(stepKindHandler());
  fixture.attach('A');
  const heard = async (method: string): Promise<unknown[]> => {
    fixture.browserHeard.length = 0;
    fixture.command({ id: 1, method: `Debugger.${method}`, sessionId: 'A' });
    await turn();
    const before = fixture.browserHeard.map((message) => message['params'] ?? message['method']);
    if (before.length === 1 && fixture.browserHeard[0]?.['params'] !== undefined)
      fixture.answer({});
    await turn();
    return fixture.browserHeard.map((message) => message['params'] ?? message['method']);
  };
  assert.deepEqual(await heard('resume'), ['Debugger.resume']);
  assert.deepEqual(await heard('stepInto'), [{ kind: 'stepInto' }, 'Debugger.stepInto']);
  assert.deepEqual(await heard('stepInto'), [{ kind: 'stepInto' }, 'Debugger.stepInto']);
  assert.deepEqual(await heard('stepOver'), [{ kind: 'step' }, 'Debugger.stepOver']);
  assert.deepEqual(await heard('stepOut'), [{ kind: 'stepOut' }, 'Debugger.stepOut']);
  assert.deepEqual(await heard('resume'), [{ kind: 'run' }, 'Debugger.resume']);
});

test('steps work with a proxy that has no relay behind it', async () => {
  const fixture = new PipelineFixture(stepKindHandler());
  fixture.attach('A');
  fixture.command({ id: 1, method: 'Debugger.stepInto', sessionId: 'A' });
  const [announced] = fixture.browserHeard;
  const error = { code: -32601, message: `'IdeSession.stepKind' wasn't found` };
  fixture.report({ id: announced?.id, error, sessionId: 'A' });
  await turn();
  assert.equal(fixture.browserHeard.at(-1)?.['method'], 'Debugger.stepInto');
});
