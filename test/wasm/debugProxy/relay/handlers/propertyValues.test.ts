import assert from 'node:assert/strict';
import { test } from 'node:test';
import { propertyValuesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/propertyValues.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';
const getter = 'dotnet:method:{"containerId":7,"methodId":3}';
const name = { name: 'name', value: { type: 'string', value: 'tea' } };
const title = { name: 'Title', get: { type: 'function', objectId: getter } };

function ask(objectId: string): PipelineFixture {
  const fixture = new PipelineFixture(propertyValuesHandler());
  fixture.attach(sessionId);
  fixture.command({ id: 1, method: 'Runtime.getProperties', params: { objectId }, sessionId });
  return fixture;
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
