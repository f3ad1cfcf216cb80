import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreakpointText } from '../../../../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import type { FolderLink } from '../../../../../../src/dotnet/files/folderLink.ts';
import { RuntimeAnswers } from '../../../../../../src/wasm/debugProxy/relay/answers/runtimeAnswers.ts';
import { conditionsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/conditions/conditions.ts';
import { PendingStops } from '../../../../../../src/wasm/debugProxy/relay/pendingStops.ts';
import { PageRuntimes } from '../../../../../../src/wasm/debugProxy/relay/pageRuntimes.ts';
import type { AgentWriter } from '../../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { wasmErrors } from '../../../../../../src/wasm/errors.ts';
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

const breakpointId = 'br:2:4:0:/Calc\\.cs($|\\?)';
const sessionId = 'S';

const frame = {
  callFrameId: 'dotnet:scope:1',
  functionName: 'Calc.Add',
  location: { scriptId: 'dotnet://200_0', lineNumber: 4, columnNumber: 8 },
  url: 'file:///app/BlazorApp/Calc.cs',
  scopeChain: [
    {
      type: 'local',
      object: { type: 'object', className: 'Object', objectId: 'dotnet:scope:1' },
      name: 'Calc.Add',
    },
  ],
};

/** What the runtime replies in a static method with an int `a`, which is 2, and a string `name`, by command. */
const replies: Readonly<Record<string, (parameters: Buffer) => AgentWriter>> = {
  '1,2': () => writer().number(1).number(1),
  '11,1': () => writer().number(1).number(1).number(40).number(0).byte(0),
  '22,4': () =>
    variablesReply('parameters', [
      ['a', 8],
      ['name', 9],
    ]),
  '22,5': () => variablesReply('slots', []),
  '22,11': () => writer().number(0x06_00_00_05),
  '22,12': () => writer().number(2),
  '21,1': () => writer().bytes(named('BlazorApp.dll')),
  // There are no symbols.
  '1,20': () => writer().number(0).number(0).number(0),
  '16,2': () => writer().byte(0xf0),
  '16,1': (parameters) =>
    parameters.readInt32BE(12) === -1 ? writer().byte(8).number(2) : writer().byte(0x0e).number(5),
  '10,1': () => writer().byte(0).bytes(named('tea')),
  '22,2': () => writer().number(50),
  // A method without type parameters.
  '22,6': () => writer().number(0x10).number(0).number(0).byte(0).number(0).number(0),
  '23,1': () => writer().bytes(Buffer.alloc(70)),
  '23,22': () => writer().number(0),
  // Only string is found.
  '1,12': (parameters) =>
    parameters.includes('Missing') ? writer().number(0) : writer().number(1).number(9),
  '21,6': () => writer().bytes(named('System.Private.CoreLib')),
};

const unknownName = {
  result: {
    type: 'object',
    subtype: 'error',
    description: 'The name nothing does not exist in the current context',
    className: 'ReferenceError',
  },
  exceptionDetails: { exception: { type: 'object', subtype: 'error' } },
};

/** A page, behind a pipeline, that has reached a conditional breakpoint or logpoint. */
class Stop {
  readonly failures: string[] = [];
  readonly clock = new ManualClock();
  readonly fixture: PipelineFixture;
  /** Whether the runtime says which variables there are. */
  isKnown = true;
  /** The command at which the page is closed. */
  closesAt: string | undefined;
  /** What the debug proxy answers. */
  evaluated: object = { result: { type: 'boolean', value: false, className: 'System.Boolean' } };
  text: BreakpointText | undefined;

  constructor(text?: BreakpointText, link?: FolderLink) {
    this.text = text;
    const opened = `${link?.opened ?? '/app'}/BlazorApp/Calc.cs`;
    const texts = {
      at: (path: string, line: number) => (path === opened && line === 5 ? this.text : undefined),
      failed: (path: string, line: number, message: string) =>
        void this.failures.push(`${path}:${line} ${message}`),
    };
    const runtimes = new PageRuntimes(undefined);
    const pending = new PendingStops();
    const answers = new RuntimeAnswers({ texts, runtimes, link });
    const handler = conditionsHandler({ texts, clock: this.clock, answers, pending });
    this.fixture = new PipelineFixture(runtimes.handler(), pending.handler(), handler);
    this.fixture.attach(sessionId);
    const script = { scriptId: 'dotnet://200_0', executionContextId: 3 };
    this.fixture.report({ method: 'Debugger.scriptParsed', params: script, sessionId });
    this.command('Debugger.setBreakpointByUrl', { urlRegex: '/Calc', lineNumber: 4 });
    this.fixture.answer({ breakpointId, locations: [] });
    this.fixture.debuggerHeard.length = 0;
    this.fixture.browserHeard.length = 0;
  }

  command(method: string, params: object = {}): void {
    this.fixture.command({ id: 1, method, params, sessionId });
  }

  /** Reaches the breakpoint. */
  async reach(hitBreakpoints: readonly string[] = [breakpointId]): Promise<void> {
    const params = { reason: 'other', callFrames: [frame], hitBreakpoints };
    this.fixture.report({ method: 'Debugger.paused', params, sessionId });
    await turn();
  }

  /** Reaches the breakpoint, and responds to the relay until it has decided. */
  async hit(hitBreakpoints?: readonly string[]): Promise<void> {
    await this.reach(hitBreakpoints);
    await this.decide();
  }

  /** Responds to the relay until it has decided. */
  async decide(): Promise<void> {
    for (let answered = 0; ;) {
      await turn();
      const next = this.fixture.browserHeard[answered++];
      if (next === undefined) return;
      const result = this.#answerTo(next);
      if (result !== undefined) this.fixture.report({ id: next.id, result, sessionId });
    }
  }

  #answerTo({ method, params }: Record<string, unknown>): object | undefined {
    if (method === 'Debugger.evaluateOnCallFrame') return this.evaluated;
    const asked = readAsked(params);
    if (asked === undefined) return undefined;
    if (asked.command === this.closesAt) {
      this.close();
      return undefined;
    }
    if (!this.isKnown && asked.command === '22,5') return { exceptionDetails: {} };
    const reply = replies[asked.command]?.(asked.parameters);
    if (reply === undefined) throw new Error(`${asked.command} was asked.`);
    return agentResult(reply);
  }

  close(): void {
    this.fixture.report({ method: 'Target.detachedFromTarget', params: { sessionId } });
  }

  /** What was sent apart from commands for the runtime. */
  get methods(): readonly unknown[] {
    const sent = this.fixture.browserHeard.map(({ method }) => method);
    return sent.filter((method) => method !== 'Runtime.callFunctionOn');
  }

  /** The text that was logged first. */
  get logged(): unknown {
    const { params } = this.fixture.debuggerHeard[0] ?? {};
    return (params as { args?: readonly { value: unknown }[] } | undefined)?.args?.[0]?.value;
  }

  /** What the debugger received: `Debugger.paused` if the page is paused. */
  get heard(): readonly unknown[] {
    return this.fixture.debuggerHeard.map(({ method }) => method);
  }
}

/** How a stop reports that its breakpoint failed. */
function failureOf({ message }: Error): string {
  return `/app/BlazorApp/Calc.cs:5 ${message}`;
}

test('a false condition resumes the page without reporting the stop', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit();
  assert.deepEqual(stop.heard, []);
  assert.deepEqual(stop.methods, ['Debugger.resume']);
});

test('a condition that is not evaluated in time stops, and does not resume later', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.reach();
  stop.clock.advance(8_000);
  await turn();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.match(
    stop.failures.join(),
    /Calc\.cs:5 The page did not answer within 8 seconds, so it stops here\. Continue/,
  );
  const asked = stop.fixture.browserHeard.length;
  stop.fixture.answer(agentResult(writer().number(1).number(1)));
  await turn();
  assert.equal(stop.fixture.browserHeard.length, asked);
});

test('a log message that is not ready in time stops, and is not written later', async () => {
  const stop = new Stop({ logMessage: '{a}' });
  await stop.reach();
  stop.clock.advance(8_000);
  await turn();
  stop.fixture.answer(agentResult(writer().number(1).number(1)));
  await turn();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.equal(stop.failures.length, 1, stop.failures.join());
});

test('a condition that fails after its timeout is only reported as late', async () => {
  const stop = new Stop({ condition: 'a && true' });
  await stop.reach();
  stop.clock.advance(8_000);
  await turn();
  stop.fixture.answer({ exceptionDetails: {} });
  await turn();
  assert.equal(stop.failures.length, 1, stop.failures.join());
});

test('a page that closes during an evaluation gets no more requests, and no failure is reported', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.reach();
  const asked = stop.fixture.browserHeard.length;
  stop.close();
  await turn();
  stop.clock.advance(8_000);
  await turn();
  assert.equal(stop.fixture.browserHeard.length, asked);
  assert.deepEqual(stop.failures, []);
});

test('a name is not missing because the page is closed', async () => {
  const stop = new Stop({ condition: 'nothing == 1' });
  stop.closesAt = '1,12';
  await stop.hit();
  assert.deepEqual(stop.failures, []);
});

test('nothing more is asked of a page that goes on, also where parts were searched in parallel', async () => {
  const stop = new Stop({ logMessage: '{typeof(Dictionary<Missing, List<string>>)}' });
  await stop.hit();
  assert.equal(stop.failures.length, 1);
  assert.match(stop.failures.join(), /The type Missing was not found/);
  assert.equal(stop.fixture.browserHeard.at(-1)?.['method'], 'Debugger.resume');
});

test('a condition does not fail because debugging ends', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.reach();
  stop.fixture.pipeline.close();
  await turn();
  assert.deepEqual(stop.failures, []);
});

test('a condition does not fail because the page is left', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.reach();
  const context = { id: 4, name: '', origin: '' };
  stop.fixture.report({
    method: 'Runtime.executionContextCreated',
    params: { context },
    sessionId,
  });
  for (let left = 2; left > 0; left--) {
    const { id } = stop.fixture.browserHeard.at(-1) ?? {};
    const error = { message: 'Cannot find context with specified id' };
    stop.fixture.report({ id, error, sessionId });
    await turn();
  }
  assert.deepEqual(stop.failures, []);
});

test('a true condition stops', async () => {
  const stop = new Stop({ condition: 'a == 2 && name is "tea" && name.Length < 4' });
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.deepEqual(stop.methods, []);
});

test('where variables are not known, the debug proxy evaluates', async () => {
  const stop = new Stop({ condition: 'name.Length == 4' });
  stop.isKnown = false;
  await stop.hit();
  assert.deepEqual(stop.heard, []);
  assert.deepEqual(stop.methods, ['Debugger.evaluateOnCallFrame', 'Debugger.resume']);
  const logged = new Stop({ logMessage: '{name.Length,3}' });
  logged.isKnown = false;
  logged.evaluated = { result: { type: 'number', value: 4, className: 'Int32' } };
  await logged.hit();
  assert.deepEqual(logged.logged, '  4');
  const none = new Stop({ logMessage: '[{name}]' });
  none.isKnown = false;
  const missing = { type: 'object', subtype: 'null', value: null };
  none.evaluated = { result: { ...missing, className: 'string', description: 'string' } };
  await none.hit();
  assert.deepEqual(none.logged, '[]');
});

test("a condition that the debug proxy can't evaluate stops and reports .NET's message", async () => {
  const stop = new Stop({ condition: 'nothing == 1' });
  stop.isKnown = false;
  stop.evaluated = unknownName;
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.match(stop.failures.join(), / nothing == 1: The name nothing .* context\. Correct /);
});

test('a condition applies in a folder that was opened through a link', async () => {
  const stop = new Stop({ condition: 'a == 3' }, { opened: '/home/me/shop', real: '/app' });
  await stop.hit();
  assert.deepEqual(stop.heard, []);
});

test('a changed condition applies immediately', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit();
  stop.text = { condition: 'a == 2' };
  stop.fixture.browserHeard.length = 0;
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
});

test("a condition that can't be evaluated stops and reports the reason", async () => {
  const stop = new Stop({ condition: 'a && true' });
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  const reason = 'A bool is needed, but this is int';
  assert.deepEqual(stop.failures, [
    failureOf(wasmErrors.ExpressionFailed({ expression: 'a && true', reason })),
  ]);
});

test('a condition that is not a bool stops and reports that', async () => {
  const stop = new Stop({ condition: 'a + 1' });
  await stop.hit();
  assert.deepEqual(stop.failures, [failureOf(wasmErrors.ConditionNotBool({ condition: 'a + 1' }))]);
});

test('a log message is written with its location, and does not stop', async () => {
  const stop = new Stop({ logMessage: 'a={a,3}, {name} {{a}}' });
  await stop.hit();
  assert.deepEqual(stop.heard, ['Runtime.consoleAPICalled']);
  assert.equal(stop.logged, 'a=  2, tea {a}');
  const { params } = stop.fixture.debuggerHeard[0] as { params: Record<string, unknown> };
  assert.deepEqual(params['stackTrace'], {
    callFrames: [
      {
        functionName: 'Calc.Add',
        scriptId: 'dotnet://200_0',
        url: 'file:///app/BlazorApp/Calc.cs',
        lineNumber: 4,
        columnNumber: 8,
      },
    ],
  });
  assert.equal(stop.methods.at(-1), 'Debugger.resume');
});

test('a log message can have a condition and a hit count', async () => {
  const stop = new Stop({ logMessage: 'second', condition: 'a == 2', hitCondition: '2' });
  for (let hits = 0; hits < 3; hits++) {
    stop.fixture.browserHeard.length = 0;
    await stop.hit();
  }
  assert.deepEqual(stop.heard, ['Runtime.consoleAPICalled']);
});

test('a changed hit count starts from one, and an invalid one is reported', async () => {
  const stop = new Stop({ logMessage: 'second', hitCondition: '3' });
  const hit = async (): Promise<void> => {
    stop.fixture.browserHeard.length = 0;
    await stop.hit();
  };
  for (let hits = 0; hits < 2; hits++) await hit();
  stop.text = { logMessage: 'second', hitCondition: '% 2' };
  await hit();
  assert.deepEqual(stop.heard, []);
  await hit();
  assert.deepEqual(stop.heard, ['Runtime.consoleAPICalled']);
  stop.text = { logMessage: 'second', hitCondition: 'often' };
  await hit();
  assert.deepEqual(stop.failures, [
    failureOf(wasmErrors.HitCountInvalid({ hitCondition: 'often' })),
  ]);
});

test("a log message that can't be evaluated reports that and does not stop", async () => {
  const stop = new Stop({ logMessage: '{a}{a / 0}' });
  await stop.hit();
  assert.deepEqual(stop.heard, []);
  assert.match(stop.failures.join(), / a \/ 0: System\.DivideByZeroException: [^.]*\. Correct /);
});

test('a plain breakpoint stops, also beside a conditional one', async () => {
  const plain = new Stop();
  await plain.hit();
  assert.deepEqual(plain.heard, ['Debugger.paused']);
  const beside = new Stop({ condition: 'a == 3' });
  await beside.hit([breakpointId, 'br:3:4:0:/Calc']);
  assert.deepEqual(beside.heard, ['Debugger.paused']);
  assert.deepEqual(beside.methods, []);
});

test('evaluations in the page wait while the debugger does not know of a stop', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit();
  stop.command('Runtime.evaluate', { expression: '1' });
  await turn();
  assert.equal(stop.methods.at(-1), 'Debugger.resume');
  stop.fixture.answer({});
  await turn();
  assert.equal(stop.methods.at(-1), 'Runtime.evaluate');
});

test('a step stops at a breakpoint whose condition is false, and hits it only if it is true', async () => {
  const hitsOf = async (condition: string): Promise<unknown> => {
    const stop = new Stop({ condition });
    stop.command('Debugger.stepOver');
    stop.fixture.browserHeard.length = 0;
    await stop.hit();
    assert.deepEqual(stop.heard, ['Debugger.paused']);
    const { params } = stop.fixture.debuggerHeard[0] as { params: Record<string, unknown> };
    assert.deepEqual(params['callFrames'], [frame]);
    return params['hitBreakpoints'];
  };
  assert.deepEqual(await hitsOf('a == 3'), []);
  assert.deepEqual(await hitsOf('a == 2'), [breakpointId]);
});

test('after a step that has ended without a stop, conditions apply again', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  stop.command('Debugger.stepOver');
  stop.fixture.report({ method: 'IdeSession.leftCSharp', params: {}, sessionId });
  stop.fixture.debuggerHeard.length = 0;
  stop.fixture.browserHeard.length = 0;
  await stop.hit();
  assert.deepEqual(stop.heard, []);
});

test('a pause stops at a breakpoint whose condition is false', async () => {
  const before = new Stop({ condition: 'a == 3' });
  before.command('Debugger.pause');
  before.fixture.browserHeard.length = 0;
  await before.hit();
  assert.deepEqual(before.heard, ['Debugger.paused']);
  const during = new Stop({ condition: 'a == 3' });
  await during.reach();
  during.command('Debugger.pause');
  await during.decide();
  assert.deepEqual(during.heard, ['Debugger.paused']);
  during.fixture.debuggerHeard.length = 0;
  during.fixture.browserHeard.length = 0;
  await during.hit();
  assert.deepEqual(during.heard, []);
});

test('a stop without a breakpoint is forwarded', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit([]);
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.deepEqual(stop.methods, []);
});
