import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentWriter } from '../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { arrayPartsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/arrayParts.ts';
import { PageRuntimes } from '../../../../../src/wasm/debugProxy/relay/pageRuntimes.ts';
import { StoppedPages } from '../../../../../src/wasm/debugProxy/relay/stoppedPages.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { agentResult, readAsked } from '../../evaluation/agentReplies.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';
const objectId = 'dotnet:array:7';
const readElements = 'function(r,e){return Object.getOwnPropertyDescriptor(this,r)}';

/** A page that is stopped in C#. */
function stoppedPage(): PipelineFixture {
  const stopped = new StoppedPages();
  const runtimes = new PageRuntimes(undefined);
  const handlers = [
    runtimes.handler(),
    stopped.handler(),
    arrayPartsHandler({ stopped, runtimes }),
  ];
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
async function callOnArray(page: PipelineFixture, length: number): Promise<unknown> {
  const given = [{ value: 0 }, { value: 100 }];
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

test('short arrays are left to the proxy', async () => {
  const page = stoppedPage();
  assert.equal(Reflect.get(Object(await callOnArray(page, 100)), 'objectId'), objectId);
});

test('a part of a long array is copied in the page', async () => {
  const page = stoppedPage();
  const asked = readAsked(await callOnArray(page, 101));
  assert.equal(asked?.command, '23,1');
});

test('functions on arrays of a running page are left to the proxy', () => {
  const page = stoppedPage();
  page.command({ id: 2, method: 'Debugger.resume', params: {}, sessionId });
  const params = { objectId, functionDeclaration: readElements, arguments: [] };
  page.command({ id: 3, method: 'Runtime.callFunctionOn', params, sessionId });
  assert.equal(page.browserHeard.at(-1)?.id, 3);
});
