import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueContextsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/uniqueContexts.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'A';
const created = (id: number, uniqueId: string) => ({
  method: 'Runtime.executionContextCreated',
  params: { context: { id, uniqueId, auxData: { isDefault: true } } },
  sessionId,
});
const cleared = { method: 'Runtime.executionContextsCleared', params: {}, sessionId };
const script = (executionContextId: number) => ({
  method: 'Debugger.scriptParsed',
  params: { scriptId: '7', url: 'http://localhost/a.js', executionContextId },
  sessionId,
});

test('contexts of one process keep their ids', () => {
  const fixture = new PipelineFixture(uniqueContextsHandler());
  const reports = [created(1, 'x.1'), script(1), cleared, created(2, 'x.2'), created(2, 'x.2')];
  for (const report of reports) fixture.report(report);
  assert.deepEqual(fixture.debuggerHeard, reports);
});

test('contexts of another process get their own ids, translated both ways', () => {
  const fixture = new PipelineFixture(uniqueContextsHandler());
  for (const report of [created(1, 'x.1'), created(2, 'x.2'), cleared]) fixture.report(report);
  fixture.debuggerHeard.length = 0;
  fixture.report(created(1, 'y.1'));
  fixture.report(script(1));
  fixture.report({
    method: 'Runtime.exceptionThrown',
    params: { timestamp: 1, exceptionDetails: { exceptionId: 1, executionContextId: 1 } },
    sessionId,
  });
  assert.deepEqual(fixture.debuggerHeard, [
    { ...created(3, 'y.1') },
    script(3),
    {
      method: 'Runtime.exceptionThrown',
      params: { timestamp: 1, exceptionDetails: { exceptionId: 1, executionContextId: 3 } },
      sessionId,
    },
  ]);
  fixture.command({
    id: 1,
    method: 'Runtime.evaluate',
    params: { expression: '1', contextId: 3 },
    sessionId,
  });
  assert.deepEqual(fixture.browserHeard[0]?.['params'], { expression: '1', contextId: 1 });
  fixture.command({
    id: 2,
    method: 'Page.createIsolatedWorld',
    params: { frameId: 'F' },
    sessionId,
  });
  fixture.answer({ executionContextId: 2 });
  const answer: Record<string, unknown> = fixture.debuggerHeard.at(-1) ?? {};
  assert.deepEqual(answer['result'], { executionContextId: 4 });
});

test('a page that is restored with its process gets new ids, and targets are independent', () => {
  const fixture = new PipelineFixture(uniqueContextsHandler());
  const ids = (): unknown[] =>
    fixture.debuggerHeard
      .filter(({ method }) => method === 'Runtime.executionContextCreated')
      .map(({ params }) => (params as ReturnType<typeof created>['params']).context.id);
  for (const report of [created(5, 'x.5'), cleared, created(1, 'y.1'), cleared])
    fixture.report(report);
  fixture.report(created(5, 'x.5'));
  fixture.report(created(6, 'x.6'));
  fixture.report({ ...created(1, 'z.1'), sessionId: 'B' });
  assert.deepEqual(ids(), [5, 6, 10, 11, 1]);
});
