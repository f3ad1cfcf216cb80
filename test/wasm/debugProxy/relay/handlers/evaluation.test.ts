import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agentResult,
  named,
  readAsked,
  variablesReply,
  writer,
} from '../../evaluation/agentReplies.ts';
import { AgentWriter } from '../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { evaluationHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/evaluation.ts';
import { PageRuntimes } from '../../../../../src/wasm/debugProxy/relay/pageRuntimes.ts';
import { StoppedPages } from '../../../../../src/wasm/debugProxy/relay/stoppedPages.ts';
import { turn, until } from '../../../../../tools/fixtures/waiting.ts';
import { type Message, PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';
const callFrameId = 'dotnet:scope:1';
const frame = {
  callFrameId,
  functionName: 'Run',
  location: { scriptId: 'dotnet://shop' },
  url: '',
  scopeChain: [],
};

/** What the runtime says of a static method without variables. */
const emptyMethod: Readonly<Record<string, AgentWriter>> = {
  '1,2': writer().number(1).number(1),
  '11,1': writer().number(1).number(1).number(4).number(0).byte(0),
  '16,2': writer().byte(0xf0),
  '22,4': variablesReply('parameters', []),
  '22,5': variablesReply('slots', []),
  '22,11': writer().number(0x06_00_00_01),
  '22,12': writer().number(2),
  '21,1': writer().bytes(named('Shop.dll')),
  '1,20': writer().block(Buffer.alloc(0)).number(0).block(Buffer.alloc(0)),
};

/** A page that is stopped in C#, and answers nothing by itself. */
class Page extends PipelineFixture {
  constructor() {
    const stopped = new StoppedPages();
    const runtimes = new PageRuntimes(undefined);
    super(runtimes.handler(), stopped.handler(), evaluationHandler({ stopped, runtimes }));
    this.attach(sessionId);
    const script = { scriptId: 'dotnet://shop', executionContextId: 3 };
    this.report({ method: 'Debugger.scriptParsed', params: script, sessionId });
    this.stop();
  }

  stop(): void {
    const params = { reason: 'other', callFrames: [frame] };
    this.report({ method: 'Debugger.paused', params, sessionId });
  }

  evaluate(expression: string, options: object = {}): void {
    const params = { callFrameId, expression, ...options };
    this.command({ id: 7, method: 'Debugger.evaluateOnCallFrame', params, sessionId });
  }

  /** What an expression shows in a method without variables. */
  async show(expression: string): Promise<Message> {
    this.evaluate(expression);
    let answered = 0;
    await until('the expression has a value', () => {
      for (; answered < this.browserHeard.length; answered += 1) {
        const { id, params } = this.browserHeard[answered] ?? {};
        const reply = emptyMethod[readAsked(params ?? {})?.command ?? ''];
        if (reply !== undefined) this.report({ id, result: agentResult(reply), sessionId });
      }
      return this.debuggerHeard.some(({ id }) => id === 7);
    });
    return (JSON.parse(this.answer7) as { result: { result: Message } }).result.result;
  }

  /** What the debugger is told of an object's members. */
  async read(objectId: string, options: object = {}): Promise<Message> {
    const params = { objectId, ...options };
    this.command({ id: 8, method: 'Runtime.getProperties', params, sessionId });
    await turn();
    await turn();
    return this.debuggerHeard.findLast(({ id }) => id === 8) ?? {};
  }

  /** The browser refuses the newest command. */
  fail(): void {
    const { id } = this.browserHeard.at(-1) ?? {};
    this.report({ id, error: { message: 'gone' }, sessionId });
  }

  get asked(): string {
    const { method, params } = this.browserHeard.at(-1) ?? {};
    const { functionDeclaration = '' } = (params ?? {}) as { functionDeclaration?: string };
    return `${String(method)} ${functionDeclaration}`;
  }

  get answer7(): string {
    return JSON.stringify(this.debuggerHeard.find(({ id }) => id === 7));
  }
}

test('scripts that ask the runtime are hidden from the debugger by their URL', async () => {
  const page = new Page();
  page.evaluate('number');
  await turn();
  assert.match(page.asked, /^Runtime\.callFunctionOn /);
  assert.match(page.asked, /\n\/\/# sourceURL=cdp:\/\/debug\/eval\.cdp\n\}$/);
});

test('nothing is asked of a page that goes on during an evaluation', async () => {
  const page = new Page();
  page.evaluate('number = 1');
  await turn();
  const asking = page.browserHeard.at(-1);
  page.command({ id: 8, method: 'Debugger.stepOver', params: {}, sessionId });
  const oneThread = new AgentWriter().number(1).number(1).written();
  const value = oneThread.toString('base64');
  page.report({ id: asking?.id, result: { result: { value: { value } } }, sessionId });
  await turn();
  await turn();
  assert.match(page.asked, /^Debugger\.stepOver/);
  assert.match(page.answer7, /page has gone on/);
});

test('in a running page, expressions are passed on', () => {
  const page = new Page();
  page.command({ id: 8, method: 'Debugger.resume', params: {}, sessionId });
  page.evaluate('number');
  assert.match(page.asked, /^Debugger\.evaluateOnCallFrame/);
});

test('where variables cannot be read, the debug proxy evaluates, but sets nothing', async () => {
  const page = new Page();
  page.evaluate('number + 1');
  await turn();
  page.fail();
  await turn();
  assert.match(page.asked, /^Debugger\.evaluateOnCallFrame/);
  page.stop();
  page.evaluate('$"{number = 1}"');
  await turn();
  page.fail();
  await turn();
  assert.match(page.asked, /^Runtime\.callFunctionOn/);
  assert.match(page.answer7, /page could not be asked: .*gone/);
});

test('a variable that cannot be set is refused, whatever the reason', async () => {
  const page = new Page();
  const params = { callFrameId, scopeNumber: 0, variableName: 'text', newValue: { value: 'x' } };
  page.command({ id: 7, method: 'Debugger.setVariableValue', params, sessionId });
  await turn();
  assert.match(page.answer7, /"error":.*text was not set/);
});

test('what may change something is not evaluated while the user types', async () => {
  const page = new Page();
  const before = page.browserHeard.length;
  for (const expression of [
    'shop.Save()',
    '(new Shop())',
    '(shop with { })',
    'await task',
    '$"{count = 1}"',
    '(from order in orders select order)',
    '[.. orders]',
  ]) {
    page.evaluate(expression, { throwOnSideEffect: true });
    await turn();
    assert.match(page.answer7, /may change something/);
    page.debuggerHeard.length = 0;
  }
  assert.equal(page.browserHeard.length, before);
});

const setTitle = {
  objectId: 'dotnet:object:9',
  functionDeclaration: 'function(a) { return this[a] = count; \n//# sourceURL=eval.cdp\n }',
  arguments: [{ value: 'Title' }],
};

test('what is assigned to a property is evaluated in the frame that was read last', async () => {
  const page = new Page();
  const objectId = 'dotnet:scope:2';
  page.command({ id: 6, method: 'Runtime.getProperties', params: { objectId }, sessionId });
  page.command({ id: 7, method: 'Runtime.callFunctionOn', params: setTitle, sessionId });
  await turn();
  const thread = new AgentWriter().number(1).number(1).written().toString('base64');
  page.answer({ result: { value: { value: thread } } });
  await turn();
  // What frame 2 has as `this`.
  const asked = new AgentWriter().number(1).number(2).written().toString('base64');
  assert.match(JSON.stringify(page.browserHeard), new RegExp(`16, 2, '${asked}'`));
});

test('C# objects are not set where the page is not stopped in C#', async () => {
  const page = new Page();
  page.command({ id: 8, method: 'Debugger.resume', params: {}, sessionId });
  page.command({ id: 7, method: 'Runtime.callFunctionOn', params: setTitle, sessionId });
  await turn();
  assert.match(page.answer7, /only where the page is stopped in C#/);
  // Those of JavaScript are none of C#.
  const params = { ...setTitle, objectId: '{"injectedScriptId":1,"id":7}' };
  page.command({ id: 9, method: 'Runtime.callFunctionOn', params, sessionId });
  assert.equal(page.browserHeard.at(-1)?.id, 9);
});

/** The members in an answer, by their names. */
function membersIn({ result }: Message): Readonly<Record<string, Message>> {
  const { result: members } = result as { readonly result: readonly Message[] };
  return Object.fromEntries(members.map(({ name, value }) => [name, value as Message]));
}

test('anonymous objects of an expression open, and those in them', async () => {
  const page = new Page();
  const shown = await page.show('new { Name = "tea", Size = new { Width = 2 } }');
  assert.equal(shown['description'], '{ Name = tea, Size = { Width = 2 } }');
  const objectId = String(shown['objectId']);
  const { Name, Size } = membersIn(await page.read(objectId, { ownProperties: true }));
  assert.equal(Name?.['value'], 'tea');
  const { Width } = membersIn(await page.read(String(Size?.['objectId'])));
  assert.equal(Width?.['description'], '2');
  // The page doesn't have them, so neither it nor the debug proxy is asked.
  const heard = page.browserHeard.length;
  assert.deepEqual(membersIn(await page.read(objectId, { accessorPropertiesOnly: true })), {});
  const params = { objectId, functionDeclaration: 'function () {}' };
  page.command({ id: 9, method: 'Runtime.callFunctionOn', params, sessionId });
  assert.match(JSON.stringify(page.debuggerHeard.at(-1)), /"error":.*does not have/);
  assert.equal(page.browserHeard.length, heard);
});

test('a sequence of anonymous objects opens', async () => {
  const page = new Page();
  const shown = await page.show('new[] { 1, 2 }.Select(n => new { Twice = 2 * n })');
  assert.equal(shown['description'], 'object[2]');
  const { 1: last } = membersIn(await page.read(String(shown['objectId'])));
  assert.equal(last?.['description'], '{ Twice = 4 }');
  const { Twice } = membersIn(await page.read(String(last?.['objectId'])));
  assert.equal(Twice?.['description'], '4');
});

test('anonymous objects of an earlier stop do not open', async () => {
  const page = new Page();
  const { objectId } = await page.show('new { Name = "tea" }');
  page.stop();
  const { error } = await page.read(String(objectId));
  assert.match(JSON.stringify(error), /earlier stop/);
});
