import assert from 'node:assert/strict';
import { test } from 'node:test';
import { propertyValuesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/propertyValues.ts';
import { StoppedPages } from '../../../../../src/wasm/debugProxy/relay/stoppedPages.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';
const getter = 'dotnet:method:{"containerId":7,"methodId":3}';
const name = { name: 'name', value: { type: 'string', value: 'tea' } };
const title = { name: 'Title', get: { type: 'function', objectId: getter } };

function ask(objectId: string, ...before: readonly string[]): PipelineFixture {
  const stopped = new StoppedPages();
  const fixture = new PipelineFixture(stopped.handler(), propertyValuesHandler(stopped));
  fixture.attach(sessionId);
  fixture.report({ method: 'Debugger.paused', params: { callFrames: [] }, sessionId });
  for (const method of before) fixture.command({ id: 9, method, params: {}, sessionId });
  getProperties(fixture, { objectId });
  return fixture;
}

function getProperties(fixture: PipelineFixture, params: object): void {
  fixture.command({ id: 1, method: 'Runtime.getProperties', params, sessionId });
}

test('properties of C# objects have the values of their getters', async () => {
  const fixture = ask('dotnet:object:7');
  fixture.answer({ result: [name], privateProperties: [title] });
  await turn();
  assert.deepEqual(fixture.browserHeard.at(-1)?.['params'], { objectId: getter });
  fixture.answer({ result: [{ name: null, value: { type: 'string', value: 'tea!' } }] });
  await turn();
  const { result } = fixture.debuggerHeard.at(-1) ?? {};
  const value = { name: 'Title', value: { type: 'string', value: 'tea!' } };
  assert.deepEqual(result, { result: [name], privateProperties: [value] });
});

test('a property whose getter cannot be called is reported as it was', async () => {
  const fixture = ask('dotnet:valuetype:7');
  fixture.answer({ result: [title] });
  await turn();
  fixture.report({ id: fixture.browserHeard.at(-1)?.id, error: { message: 'gone' }, sessionId });
  await turn();
  const { result } = fixture.debuggerHeard.at(-1) ?? {};
  assert.deepEqual(result, { result: [title], privateProperties: [] });
});

test('requests for other objects are passed on', () => {
  const fixture = ask('{"injectedScriptId":1,"id":7}');
  assert.equal(fixture.browserHeard.at(-1)?.id, 1);
});

test('no getter is called in a page that goes on', () => {
  const fixture = ask('dotnet:object:7', 'Debugger.stepOver');
  assert.equal(fixture.browserHeard.at(-1)?.id, 1);
});

test('a getter is called once for both questions of the debugger', async () => {
  const fixture = ask('{}');
  const objectId = 'dotnet:object:7';
  getProperties(fixture, { objectId, accessorPropertiesOnly: true });
  const accessors = fixture.browserHeard.at(-1);
  getProperties(fixture, { objectId, ownProperties: true });
  fixture.answer({ result: [title] });
  await turn();
  const calling = fixture.browserHeard.at(-1);
  fixture.report({ id: accessors?.id, result: { result: [title] }, sessionId });
  await turn();
  assert.equal(fixture.browserHeard.at(-1), calling);
  const value = { type: 'string', value: 'tea!' };
  fixture.report({ id: calling?.id, result: { result: [{ value }] }, sessionId });
  await turn();
  const answers = fixture.debuggerHeard.slice(-2).map(({ result }) => result);
  const shown = { result: [{ name: 'Title', value }], privateProperties: [] };
  assert.deepEqual(answers, [shown, shown]);
  // The next expansion calls it again.
  getProperties(fixture, { objectId, ownProperties: true });
  fixture.answer({ result: [title] });
  await turn();
  assert.deepEqual(fixture.browserHeard.at(-1)?.['params'], { objectId: getter });
});
