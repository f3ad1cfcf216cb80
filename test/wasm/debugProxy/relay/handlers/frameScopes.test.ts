import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameScopesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/frameScopes.ts';
import { type Message, PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';

/** What the debugger is told at once, and what reaches the debug proxy. */
function ask(method: string, params: object): readonly (readonly Message[])[] {
  const fixture = new PipelineFixture(frameScopesHandler());
  fixture.attach(sessionId);
  fixture.command({ id: 1, method, params, sessionId });
  return [fixture.debuggerHeard, fixture.browserHeard];
}

test('the variables of a C# frame are read once', () => {
  const objectId = 'dotnet:scope:1';
  const accessors = { objectId, accessorPropertiesOnly: true, ownProperties: false };
  const [answers, asked] = ask('Runtime.getProperties', accessors);
  assert.deepEqual(answers?.[0]?.['result'], { result: [] });
  assert.deepEqual(asked, []);
  const [, own] = ask('Runtime.getProperties', { objectId, ownProperties: true });
  assert.equal(own?.length, 1);
});

test('no function is called on a C# frame', () => {
  const functionDeclaration = 'function () { return Object.keys(this); }';
  const call = (objectId: string) =>
    ask('Runtime.callFunctionOn', { objectId, functionDeclaration });
  const [answers, asked] = call('dotnet:scope:1');
  assert.ok(answers?.[0]?.['error']);
  assert.deepEqual(asked, []);
  assert.equal(call('dotnet:object:1')[1]?.length, 1);
  assert.equal(call('-7.1.2')[1]?.length, 1);
});

test('objects of C# are not asked for descriptions in JavaScript', () => {
  const functionDeclaration = 'function(...runtimeArgs){ return String(this); }';
  const call = (objectId: string) =>
    ask('Runtime.callFunctionOn', { objectId, functionDeclaration });
  for (const objectId of ['dotnet:object:1', 'dotnet:valuetype:1']) {
    const [answers, asked] = call(objectId);
    assert.ok(answers?.[0]?.['error']);
    assert.deepEqual(asked, []);
  }
  assert.equal(call('-7.1.2')[1]?.length, 1);
});

test('objects and frames of JavaScript have accessors', () => {
  for (const objectId of ['dotnet:object:1', '-7.1.2']) {
    const [, asked] = ask('Runtime.getProperties', { objectId, accessorPropertiesOnly: true });
    assert.equal(asked?.length, 1, objectId);
  }
});
