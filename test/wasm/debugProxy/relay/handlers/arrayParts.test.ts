import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Agent } from '../../../../../src/wasm/debugProxy/evaluation/runtime/agent.ts';
import { PausedRuntime } from '../../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
import { Reflection } from '../../../../../src/wasm/debugProxy/evaluation/runtime/reflection.ts';
import { AgentWriter } from '../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { arrayPartsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/arrayParts.ts';
import type { RelayHandler } from '../../../../../src/wasm/debugProxy/relay/handler.ts';
import { pageHandlers } from '../../../../../src/wasm/debugProxy/relay/pageHandlers.ts';
import { PageRuntimes } from '../../../../../src/wasm/debugProxy/relay/pageRuntimes.ts';
import { StoppedPages } from '../../../../../src/wasm/debugProxy/relay/stoppedPages.ts';
import { ManualClock } from '../../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { agentResult, readAsked } from '../../evaluation/agentReplies.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';
const objectId = 'dotnet:array:7';
const readElements = 'function(r,e){return Object.getOwnPropertyDescriptor(this,r)}';

function partHandlers(): readonly RelayHandler[] {
  const stopped = new StoppedPages();
  const runtimes = new PageRuntimes(undefined);
  return [runtimes.handler(), stopped.handler(), arrayPartsHandler({ stopped, runtimes })];
}

/** A page that is stopped in C#. */
function stoppedPage(handlers = partHandlers()): PipelineFixture {
  const page = new PipelineFixture(...handlers);
  page.attach(sessionId);
  const script = { scriptId: 'dotnet://shop', executionContextId: 3 };
  page.report({ method: 'Debugger.scriptParsed', params: script, sessionId });
  page.report({
    method: 'Debugger.paused',
    params: { reason: 'other', callFrames: [] },
    sessionId,
  });
  return page;
}

/** Calls the debugger's function on an array of this length, and returns the last command that the page receives. */
async function callOnArray(page: PipelineFixture, length: number, start = 0): Promise<unknown> {
  const given = [{ value: start }, { value: 100 }];
  const params = { objectId, functionDeclaration: readElements, arguments: given };
  page.command({ id: 1, method: 'Runtime.callFunctionOn', params, sessionId });
  const answers = new Map([
    ['9,1', new AgentWriter().number(5)],
    ['13,1', new AgentWriter().number(1).number(length).number(0)],
  ]);
  for (let asked = 0; asked < 2; asked++) {
    await turn();
    const { command = '' } = readAsked(page.browserHeard.at(-1)?.['params']) ?? {};
    const reply = answers.get(command);
    assert.ok(reply, command);
    page.answer(agentResult(reply));
  }
  await turn();
  return page.browserHeard.at(-1)?.['params'];
}

test('the lengths of long arrays are described as js-debug finds them', () => {
  const page = stoppedPage();
  page.command({ id: 1, method: 'Runtime.getProperties', params: { objectId: 'a' }, sessionId });
  const arrayOf = (description: string, id = objectId): object => ({
    name: 'a',
    value: { type: 'object', subtype: 'array', description, objectId: id },
  });
  const plain = [arrayOf('int[100]'), arrayOf('Array(101)', '{}'), { name: 'b' }];
  page.answer({ result: [arrayOf('int[101]'), arrayOf('(int, char)[][2000]'), ...plain] });
  const described = [arrayOf('int[] (101)'), arrayOf('(int, char)[][] (2000)'), ...plain];
  assert.deepEqual(page.debuggerHeard.at(-1)?.['result'], { result: described });
});

test('answers without long arrays are passed on as they are', () => {
  const page = stoppedPage();
  const params = { objectId: 'a' };
  for (const [id, method] of ['Runtime.getProperties', 'Debugger.evaluateOnCallFrame'].entries()) {
    page.command({ id, method, params, sessionId });
    const value = { type: 'object', subtype: 'array', description: 'int[9]', objectId };
    const result = id === 0 ? [{ name: 'a', value }] : value;
    assert.ok(page.untouched.has(page.report({ id, result: { result }, sessionId })), method);
  }
});

test('short arrays are left to the proxy', async () => {
  const page = stoppedPage();
  assert.equal(Reflect.get(Object(await callOnArray(page, 100)), 'objectId'), objectId);
});

test('a part of a long array is copied in the page', async () => {
  const page = stoppedPage();
  const asked = readAsked(await callOnArray(page, 101));
  assert.equal(asked?.command, '23,1');
});

test('an array is left to the proxy if the page has no method that copies it', async (context) => {
  const page = stoppedPage();
  const copy = { kind: 'object', id: 99, type: 5 } as const;
  context.mock.method(Agent.prototype, 'typeInfo', () => Promise.resolve({ element: 6 }));
  context.mock.method(Agent.prototype, 'findType', () => Promise.resolve(7));
  context.mock.method(Reflection.prototype, 'emptyArray', () => Promise.resolve(copy));
  context.mock.method(Reflection.prototype, 'use', () => Promise.resolve());
  assert.equal(Reflect.get(Object(await callOnArray(page, 101)), 'objectId'), objectId);
});

test('functions on arrays of a running page are left to the proxy', () => {
  const page = stoppedPage();
  page.command({ id: 2, method: 'Debugger.resume', params: {}, sessionId });
  const params = { objectId, functionDeclaration: readElements, arguments: [] };
  page.command({ id: 3, method: 'Runtime.callFunctionOn', params, sessionId });
  assert.equal(page.browserHeard.at(-1)?.id, 3);
});

/** Shows elements 100 to 199 of an array, whose copy has the number 99. */
async function openPart(context: TestContext, page: PipelineFixture): Promise<string> {
  const copy = { kind: 'object', id: 99, type: 5 } as const;
  context.mock.method(PausedRuntime.prototype, 'copyItems', () => Promise.resolve(copy));
  await callOnArray(page, 1_000, 100);
  const { result } = page.debuggerHeard.at(-1) ?? {};
  const shown = { type: 'object', className: 'Object', description: 'Object' };
  const partId = 'dotnet:array:99';
  assert.deepEqual(result, { result: { ...shown, objectId: partId } });
  return partId;
}

test('elements of a part have the names that they have in the array', async (context) => {
  const page = stoppedPage();
  const params = { objectId: await openPart(context, page) };
  page.command({ id: 2, method: 'Runtime.getProperties', params, sessionId });
  page.answer({ result: [{ name: '0', value: 7 }, { name: '1' }] });
  await turn();
  const members = [{ name: '100', value: 7 }, { name: '101' }];
  assert.deepEqual(page.debuggerHeard.at(-1)?.['result'], { result: members });
  page.command({ id: 3, method: 'Runtime.releaseObject', params, sessionId });
  assert.deepEqual(page.debuggerHeard.at(-1)?.id, 3);
});

test('a part that cannot be read is not shown with the names of other elements', async (context) => {
  const page = stoppedPage();
  const params = { objectId: await openPart(context, page) };
  page.command({ id: 2, method: 'Runtime.getProperties', params, sessionId });
  const { id } = page.browserHeard.at(-1) ?? {};
  page.report({ id, error: { code: -32000, message: 'Unable to get it' }, sessionId });
  await turn();
  assert.equal(page.browserHeard.at(-1)?.id, id);
  assert.ok(page.debuggerHeard.at(-1)?.['error']);
});

test('nothing is set in the copy of a part', async (context) => {
  const texts = { at: () => undefined, failed() {} };
  const clock = new ManualClock();
  const handlers = pageHandlers({ clock, justMyCode: true, link: undefined, texts });
  const page = stoppedPage(handlers);
  const params = {
    objectId: await openPart(context, page),
    functionDeclaration: 'function(a) { return this[a] = 5; }',
    arguments: [{ value: '100' }],
  };
  page.command({ id: 2, method: 'Runtime.callFunctionOn', params, sessionId });
  assert.ok(page.debuggerHeard.at(-1)?.['error']);
});
