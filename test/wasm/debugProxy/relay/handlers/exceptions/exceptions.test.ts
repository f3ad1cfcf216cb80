import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RuntimeAnswers } from '../../../../../../src/wasm/debugProxy/relay/answers/runtimeAnswers.ts';
import { exceptionsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/exceptions/exceptions.ts';
import { PageRuntimes } from '../../../../../../src/wasm/debugProxy/relay/pageRuntimes.ts';
import { PendingStops } from '../../../../../../src/wasm/debugProxy/relay/pendingStops.ts';
import type { AgentWriter } from '../../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { ManualClock } from '../../../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import {
  agentResult,
  named,
  readAsked,
  variablesReply,
  writer,
} from '../../../evaluation/agentReplies.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';

const sessionId = 'S';

/** Types, by the runtime's numbers of them. */
const types: Readonly<Record<number, string>> = {
  1: 'System.TimeoutException',
  2: 'System.SystemException',
  3: 'System.ArgumentException',
  4: 'Shop.Cart',
  5: 'Shop.Cart+<PayAsync>d__1',
  6: 'System.Runtime.CompilerServices.IAsyncStateMachine',
  7: 'System.Runtime.ExceptionServices.ExceptionDispatchInfo',
};

interface Clause {
  /** A `catch` of a type, or a filter that begins with this code. */
  readonly of: number | { readonly filter: Buffer };
  readonly start: number;
  readonly length: number;
}

/** A method on the stack. */
interface Method {
  readonly isOfUser: boolean;
  readonly offset: number;
  readonly clauses?: readonly Clause[];
  readonly type?: number;
}

const user = (more: Partial<Method> = {}): Method => ({ isOfUser: true, offset: 10, ...more });
const external = (more: Partial<Method> = {}): Method => ({ ...user(more), isOfUser: false });
const catching = (of: Clause['of'], start = 5): { readonly clauses: readonly Clause[] } => ({
  clauses: [{ of, start, length: 10 }],
});

function bodyOf({ clauses = [] }: Method): AgentWriter {
  const filters = clauses.map(({ of }) => (typeof of === 'number' ? Buffer.alloc(0) : of.filter));
  const body = writer().block(Buffer.concat(filters)).number(clauses.length);
  let filter = 0;
  for (const { length, of, start } of clauses) {
    const isFilter = typeof of !== 'number';
    body
      .number(isFilter ? 1 : 0)
      .number(start)
      .number(length)
      .number(50)
      .number(5);
    body.number(isFilter ? filter : of);
    if (isFilter) filter += of.filter.length;
  }
  return body;
}

function infoOf(type: number): AgentWriter {
  const fullName = types[type] ?? '';
  const name = fullName.replace(/^.*[.+]/, '');
  const info = writer().bytes(named('')).bytes(named(name)).bytes(named(fullName));
  for (let number = 0; number < 5; number++) info.number(0);
  return info.byte(0).number(0).byte(0).number(0).number(0).number(0);
}

/** A page that stops at an exception with the number 7 of System.TimeoutException. */
class Page extends PipelineFixture {
  readonly manual: ManualClock;
  /** Innermost first. Methods and frames have the numbers 100, 101, … */
  stack: readonly Method[] = [];
  readonly #replies: Readonly<Record<string, (parameters: Buffer) => AgentWriter>> = {
    '1,2': () => writer().number(1).number(1),
    '11,1': () =>
      this.stack.reduce(
        (reply, { offset }, index) =>
          reply
            .number(100 + index)
            .number(100 + index)
            .number(offset)
            .byte(0),
        writer().number(this.stack.length),
      ),
    '9,1': () => writer().number(1),
    '23,22': (of) => (of.readInt32BE() === 1 ? writer().number(1).number(2) : writer().number(0)),
    '22,7': (of) => bodyOf(this.#method(of)),
    '22,8': () => writer().byte(1).number(3),
    '22,2': (of) => writer().number(this.#method(of).type ?? 4),
    '23,16': (of) => (of.readInt32BE() === 5 ? writer().number(1).number(6) : writer().number(0)),
    '23,1': (of) => infoOf(of.readInt32BE()),
    '16,2': () => writer().byte(0xf0),
    // Message and InnerException are properties.
    '23,3': () => writer().number(0),
    '23,15': (of) =>
      writer()
        .number(1)
        .number(of.includes('get_Message') ? 90 : 91),
    '22,6': () => writer().number(0),
    '22,4': () => variablesReply('parameters', []),
    '1,7': (of) =>
      of.readInt32BE() === 90 ? writer().byte(1).byte(0x0e).number(8) : writer().byte(1).byte(0xf0),
    '10,1': () => writer().byte(0).bytes(named('too late')),
  };

  constructor() {
    const runtimes = new PageRuntimes(undefined);
    const pending = new PendingStops();
    const clock = new ManualClock();
    const link = { opened: '/home/me/shop', real: '/srv/shop' };
    const answers = new RuntimeAnswers({ texts: { at: () => undefined }, runtimes, link });
    super(
      runtimes.handler(),
      pending.handler(),
      exceptionsHandler({ clock, answers, pending, link }),
    );
    this.manual = clock;
    this.attach(sessionId);
    const script = { scriptId: 'dotnet://200_0', executionContextId: 3 };
    this.report({ method: 'Debugger.scriptParsed', params: script, sessionId });
    this.debuggerHeard.length = 0;
  }

  #method(parameters: Buffer): Method {
    return this.stack[parameters.readInt32BE() - 100] ?? external();
  }

  filter(state: string): unknown {
    return this.send('Debugger.setPauseOnExceptions', { state });
  }

  /** Sends a command, and returns the parameters that the browser receives. */
  send(method: string, params: object = {}): unknown {
    this.command({ id: 1, method, params, sessionId });
    return this.browserHeard.pop()?.['params'];
  }

  /** Whether the runtime reports that nothing catches the exception. */
  isUncaught = false;

  /** The page throws with this stack. Recorded, shortened. */
  async throw(...stack: readonly Method[]): Promise<void> {
    this.stack = stack;
    const frames = stack.flatMap(({ isOfUser }, index) => (isOfUser ? [frame(100 + index)] : []));
    const data = {
      type: 'object',
      subtype: 'error',
      className: 'System.TimeoutException',
      uncaught: this.isUncaught,
      description: 'too late',
      objectId: 'dotnet:object:7',
    };
    const params = { reason: 'exception', callFrames: frames, data, hitBreakpoints: [] };
    this.report({ method: 'Debugger.paused', params, sessionId });
    await turn();
  }

  /** The same, and the runtime answers what the relay asks. Returns what the relay does then. */
  async decide(...stack: readonly Method[]): Promise<'reported' | 'resumed' | undefined> {
    this.browserHeard.length = 0;
    this.debuggerHeard.length = 0;
    await this.throw(...stack);
    await this.answerAll();
    if (this.debuggerHeard.length > 0) return 'reported';
    return this.methods.includes('Debugger.resume') ? 'resumed' : undefined;
  }

  /** The runtime answers what the relay asks. */
  async answerAll(): Promise<void> {
    for (let answered = 0; ;) {
      await turn();
      const next = this.browserHeard[answered++];
      if (next === undefined) return;
      const asked = readAsked(next['params']);
      if (asked === undefined) continue;
      const reply = this.#replies[asked.command]?.(asked.parameters);
      if (reply === undefined) throw new Error(`${asked.command} was asked.`);
      this.report({ id: next.id, result: agentResult(reply), sessionId });
    }
  }

  /** What was sent apart from commands for the runtime. */
  get methods(): readonly unknown[] {
    const sent = this.browserHeard.map(({ method }) => method);
    return sent.filter((method) => method !== 'Runtime.callFunctionOn');
  }

  get data(): Record<string, unknown> {
    const { params } = this.debuggerHeard[0] ?? {};
    return (params as { data: Record<string, unknown> }).data;
  }
}

function frame(id: number): object {
  return {
    callFrameId: `dotnet:scope:${id}`,
    functionName: 'Shop.Cart.Pay',
    location: { scriptId: 'dotnet://200_0', lineNumber: 11, columnNumber: 12 },
    url: 'file:///srv/shop/Cart.cs',
    scopeChain: [],
  };
}

test('the proxy is asked for all exceptions, with what the browser is to do', () => {
  const page = new Page();
  assert.deepEqual(page.filter('uncaught'), { state: 'all', ideSession: { state: 'uncaught' } });
  assert.deepEqual(page.filter('none'), { state: 'none', ideSession: { state: 'none' } });
});

/** Whether an exception stops, by the stack and the filter. */
const decisions: readonly (readonly [
  title: string,
  stack: readonly Method[],
  uncaught: 'reported' | 'resumed',
  all: 'reported' | 'resumed',
])[] = [
  ['no catch', [user(), external()], 'reported', 'reported'],
  ['a catch of a base type', [user(catching(2))], 'resumed', 'reported'],
  ['a catch of another type', [user(catching(3))], 'reported', 'reported'],
  ['a catch elsewhere in the method', [user(catching(1, 20))], 'reported', 'reported'],
  [
    'a catch of a caller, past the framework',
    [user(), external(), user(catching(1))],
    'resumed',
    'reported',
  ],
  [
    'a catch of the framework',
    [user(), external(catching(1)), user(catching(1))],
    'reported',
    'reported',
  ],
  ['in the framework', [external(catching(1)), user(catching(1))], 'resumed', 'resumed'],
  ['thrown by the framework', [external(), user()], 'reported', 'reported'],
  ['a filter without a type', [user(catching({ filter: Buffer.alloc(1) }))], 'resumed', 'reported'],
  [
    'a filter of another type',
    [user(catching({ filter: Buffer.from([0x75, 3, 0, 0, 1]) }))],
    'reported',
    'reported',
  ],
  [
    'the clause of an async void method',
    [user({ ...catching(2), type: 5 })],
    'reported',
    'reported',
  ],
  ['no user code', [external()], 'resumed', 'resumed'],
];

for (const [title, stack, ...expected] of decisions) {
  test(`an exception stops by where it ends: ${title}`, async () => {
    for (const [index, filter] of ['uncaught', 'all'].entries()) {
      const page = new Page();
      page.filter(filter);
      assert.equal(await page.decide(...stack), expected[index], filter);
    }
    const page = new Page();
    assert.equal(await page.decide(...stack), 'resumed', 'none');
  });
}

test('a stop has type, message and stack, with the paths that were opened', async () => {
  const page = new Page();
  page.filter('uncaught');
  await page.decide(user(), external(), user());
  const place = 'at Shop.Cart.Pay (/home/me/shop/Cart.cs:12:13)';
  const description = `System.TimeoutException: too late\n    ${place}\n    ${place}`;
  assert.equal(page.data['description'], description);
  assert.equal(page.data['uncaught'], true);
});

test('an exception that .NET throws again is not reported again, but one of user code is', async () => {
  const page = new Page();
  page.filter('uncaught');
  assert.equal(await page.decide(user()), 'reported');
  assert.equal(await page.decide(external(), user()), 'resumed');
  assert.equal(await page.decide(user()), 'reported');
  page.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  const script = { scriptId: 'dotnet://200_0', executionContextId: 4 };
  page.report({ method: 'Debugger.scriptParsed', params: script, sessionId });
  assert.equal(await page.decide(external(), user()), 'reported');
});

// The compiler throws again that way after a `catch` or a `finally` that awaits.
test('an exception that user code throws again by way of .NET is reported where it leaves', async () => {
  const page = new Page();
  const again = external({ type: 7 });
  page.filter('uncaught');
  assert.equal(await page.decide(external(), external(), user(catching(1))), 'resumed');
  assert.equal(await page.decide(again, user()), 'reported');
  assert.equal(await page.decide(again, external(), user()), 'resumed');
});

test('a page that does not answer in time stops', async () => {
  const page = new Page();
  page.filter('uncaught');
  await page.throw(user());
  assert.equal(page.debuggerHeard.length, 0);
  page.manual.advance(8_000);
  await turn();
  assert.match(String(page.data['description']), /^System\.TimeoutException: too late\n {4}at /);
  const asked = page.browserHeard.length;
  page.answer(agentResult(writer().number(1).number(1)));
  await turn();
  assert.equal(page.browserHeard.length, asked);
});

test('a step goes on at an exception that does not stop', async () => {
  const page = new Page();
  page.filter('uncaught');
  page.send('Debugger.stepOver');
  await page.decide(user(catching(1)));
  assert.deepEqual(page.methods, ['IdeSession.keepSteps']);
  page.answer({});
  await turn();
  assert.deepEqual(page.methods, ['IdeSession.keepSteps', 'Debugger.resume']);
});

test('what the runtime knows to be uncaught is uncaught, whatever a filter might accept', async () => {
  const page = new Page();
  page.filter('uncaught');
  page.isUncaught = true;
  assert.equal(await page.decide(user(catching({ filter: Buffer.alloc(1) }))), 'reported');
});

test('a pause that is asked for during the decision is one', async () => {
  const page = new Page();
  page.filter('uncaught');
  await page.throw(user(catching(1)));
  page.send('Debugger.pause');
  await page.answerAll();
  const { method, params } = page.debuggerHeard[0] ?? {};
  assert.equal(method, 'Debugger.paused');
  assert.equal((params as { reason: string }).reason, 'other');
  assert.deepEqual(page.methods, []);
});

test('exceptions of JavaScript and other stops pass unchanged', () => {
  const page = new Page();
  page.filter('uncaught');
  page.debuggerHeard.length = 0;
  const data = { type: 'object', className: 'TypeError', objectId: '67760.2.1', uncaught: true };
  for (const params of [
    { reason: 'exception', callFrames: [frame(1)], data },
    { reason: 'other', callFrames: [frame(1)], data: null },
  ]) {
    const event = { method: 'Debugger.paused', params, sessionId };
    assert.ok(page.untouched.has(page.report(event)));
  }
});

test('caught exceptions of JavaScript resume the page where the proxy asks the browser for all', () => {
  const page = new Page();
  page.filter('uncaught');
  const data = { type: 'object', className: 'TypeError', objectId: '67760.2.1', uncaught: false };
  const params = { reason: 'exception', callFrames: [frame(1)], data };
  page.report({ method: 'Debugger.paused', params, sessionId });
  assert.deepEqual(page.methods, ['Debugger.resume']);
  assert.deepEqual(page.debuggerHeard, []);
});

test('workers keep their filter', () => {
  const page = new Page();
  page.attach('W', 'worker');
  page.untouched.clear();
  const params = { state: 'uncaught' };
  page.command({ id: 2, method: 'Debugger.setPauseOnExceptions', params, sessionId: 'W' });
  assert.equal(page.untouched.size, 1);
});
