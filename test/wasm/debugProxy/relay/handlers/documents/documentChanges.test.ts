import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakpointPlacesHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/breakpointPlaces.ts';
import { documentChangesHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/documents/documentChanges.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared, frames, paused, scripts } from '../recorded.ts';

const created = {
  method: 'Runtime.executionContextCreated',
  params: { context: { id: 3, auxData: { isDefault: true } } },
  sessionId: 'A',
};
const params = { urlRegex: 'Calc\\.cs', lineNumber: 4, columnNumber: 0 };
const breakpoint = { breakpointId: '2:4:0:Calc\\.cs', locations: [] };
const removal = ['Debugger.removeBreakpoint', { breakpointId: breakpoint.breakpointId }];
/** As Chromium 156 names breakpoints. */
const newer = { ...breakpoint, breakpointId: `br:${breakpoint.breakpointId}` };
const newerRemoval = ['Debugger.removeBreakpoint', { breakpointId: newer.breakpointId }];
const setting = ['Debugger.setBreakpointByUrl', params];
const taken = 'Breakpoint at specified location already exists.';

function parsed(scriptId: string): object {
  return { method: 'Debugger.scriptParsed', params: { scriptId, url: '' }, sessionId: 'A' };
}

class Fixture extends PipelineFixture {
  constructor() {
    super(documentChangesHandler(), breakpointPlacesHandler());
    this.attach('A');
  }

  say(id: number, method: string, content: object): void {
    this.command({ id, method: `Debugger.${method}`, params: content, sessionId: 'A' });
  }

  /** Answers the newest command, and returns what is sent then. */
  answerWith(result: object): Promise<readonly unknown[]> {
    return this.#sentAfter(() => this.answer(result));
  }

  /** Refuses the newest command, and returns what is sent then. */
  refuseWith(message: string): Promise<readonly unknown[]> {
    const { id } = this.browserHeard.at(-1) ?? {};
    const error = { code: -32000, message };
    return this.#sentAfter(() => void this.report({ id, error, sessionId: 'A' }));
  }

  async #sentAfter(answer: () => void): Promise<readonly unknown[]> {
    const before = this.browserHeard.length;
    answer();
    await turn();
    return this.browserHeard.slice(before).map((sent) => [sent['method'], sent['params']]);
  }

  /** What the debugger has heard in answer to a command. */
  answerTo(id: number): unknown {
    return this.debuggerHeard.find((one) => one.id === id);
  }
}

test('a breakpoint that is set while a page is left is set again in the next document', async () => {
  const fixture = new Fixture();
  fixture.say(1, 'setBreakpointByUrl', params);
  fixture.report(created);
  assert.deepEqual(await fixture.answerWith(breakpoint), [removal]);
  assert.deepEqual(await fixture.answerWith({}), [setting]);
  // The page is left once more.
  fixture.report(created);
  assert.deepEqual(await fixture.answerWith(breakpoint), [removal]);
  assert.deepEqual(await fixture.answerWith({}), [setting]);
  assert.equal(fixture.answerTo(1), undefined);
  const result = { ...breakpoint, locations: [{ scriptId: 'dotnet://1_0', lineNumber: 4 }] };
  assert.deepEqual(await fixture.answerWith(result), []);
  assert.deepEqual(fixture.answerTo(1), { id: 1, result, sessionId: 'A' });
});

test('a breakpoint that was refused since its page was left is set in the next document', async () => {
  const fixture = new Fixture();
  fixture.say(1, 'setBreakpointByUrl', params);
  fixture.report(created);
  // The browser has not told yet how it names breakpoints.
  assert.deepEqual(await fixture.refuseWith('navigated'), [removal]);
  assert.deepEqual(await fixture.answerWith({}), [newerRemoval]);
  assert.deepEqual(await fixture.answerWith({}), [setting]);
  await fixture.answerWith(breakpoint);
  assert.deepEqual(fixture.answerTo(1), { id: 1, result: breakpoint, sessionId: 'A' });
});

for (const [version, set, removed] of [
  ['an older', breakpoint, removal],
  ['a newer', newer, newerRemoval],
] as const) {
  test(`a breakpoint that ${version} browser set twice itself, since its page was left, is set once`, async () => {
    const fixture = new Fixture();
    fixture.say(1, 'setBreakpointByUrl', params);
    // Its process has no contexts yet.
    assert.deepEqual(await fixture.refuseWith(taken), [removal]);
    assert.deepEqual(await fixture.answerWith({}), [newerRemoval]);
    assert.deepEqual(await fixture.answerWith({}), [setting]);
    // The page is left once more.
    assert.deepEqual(await fixture.refuseWith(taken), [removal]);
    assert.deepEqual(await fixture.answerWith({}), [newerRemoval]);
    assert.deepEqual(await fixture.answerWith({}), [setting]);
    await fixture.answerWith(set);
    assert.deepEqual(fixture.answerTo(1), { id: 1, result: set, sessionId: 'A' });
    fixture.say(2, 'removeBreakpoint', { breakpointId: set.breakpointId });
    await fixture.answerWith({});
    fixture.say(3, 'setBreakpointByUrl', params);
    assert.deepEqual(await fixture.refuseWith(taken), [removed]);
    assert.deepEqual(await fixture.answerWith({}), [setting]);
  });

  test(`a second breakpoint at the location of another is refused as by ${version} browser`, async () => {
    const fixture = new Fixture();
    fixture.say(1, 'setBreakpointByUrl', params);
    await fixture.answerWith(set);
    fixture.say(2, 'setBreakpointByUrl', params);
    assert.deepEqual(await fixture.refuseWith(taken), []);
    assert.match(JSON.stringify(fixture.answerTo(2)), /already exists/);
  });
}

test('a breakpoint is set once in a browser whose ids begin in a way that another one has shown', async () => {
  const fixture = new Fixture();
  fixture.say(1, 'setBreakpointByUrl', params);
  await fixture.answerWith({ ...breakpoint, breakpointId: `bp/${breakpoint.breakpointId}` });
  fixture.say(2, 'setBreakpointByUrl', { ...params, lineNumber: 5 });
  const removed = [await fixture.refuseWith(taken)];
  for (let tries = 0; tries < 2; tries++) removed.push(await fixture.answerWith({}));
  assert.deepEqual(
    removed.flat(),
    ['2:5:0:Calc\\.cs', 'br:2:5:0:Calc\\.cs', 'bp/2:5:0:Calc\\.cs'].map((breakpointId) => [
      'Debugger.removeBreakpoint',
      { breakpointId },
    ]),
  );
});

test('a breakpoint that is always refused is not set forever', async () => {
  const fixture = new Fixture();
  fixture.say(1, 'setBreakpointByUrl', params);
  for (let sent = await fixture.refuseWith(taken); sent.length > 0;) {
    await fixture.answerWith({});
    await fixture.answerWith({});
    sent = await fixture.refuseWith(taken);
  }
  assert.match(JSON.stringify(fixture.answerTo(1)), /already exists/);
});

test('what is removed while a page is left is removed from the next document too, before it is set', async () => {
  const fixture = new Fixture();
  fixture.say(1, 'setBreakpointByUrl', params);
  await fixture.answerWith(breakpoint);
  const { breakpointId } = breakpoint;
  fixture.say(2, 'removeBreakpoint', { breakpointId });
  fixture.say(3, 'setBreakpointByUrl', params);
  fixture.report(created);
  assert.deepEqual(await fixture.answerWith({}), [removal]);
  assert.deepEqual(await fixture.answerWith({}), [setting]);
});

test('nothing is repeated while the page stays', async () => {
  const fixture = new Fixture();
  fixture.report(created);
  fixture.say(1, 'setBreakpointByUrl', params);
  assert.deepEqual(await fixture.answerWith(breakpoint), []);
  fixture.say(2, 'setPauseOnExceptions', { state: 'all' });
  assert.deepEqual(await fixture.answerWith({}), []);
});

test('the C# of a document that was left has no places for breakpoints and no text', async () => {
  const fixture = new Fixture();
  const scriptId = 'dotnet://200_0';
  fixture.report(parsed(scriptId));
  fixture.report(cleared);
  fixture.say(3, 'getPossibleBreakpoints', { start: { scriptId, lineNumber: 1 } });
  fixture.say(4, 'getScriptSource', { scriptId });
  fixture.say(5, 'getScriptSource', { scriptId: '7' });
  assert.deepEqual(
    fixture.browserHeard.map((sent) => sent['params']),
    [{ scriptId: '7' }],
  );
  assert.deepEqual(fixture.answerTo(3), { id: 3, result: { locations: [] }, sessionId: 'A' });
  assert.match(
    JSON.stringify(fixture.answerTo(4)),
    /"message":"The page of the script was left\."/,
  );
});

test('what is asked about C# is answered by the proxy, or when the page is left', async () => {
  const fixture = new Fixture();
  const scriptId = 'dotnet://200_0';
  fixture.report(parsed(scriptId));
  const start = { scriptId, lineNumber: 1 };
  const locations = [{ scriptId, lineNumber: 1, columnNumber: 4 }];
  fixture.say(1, 'getPossibleBreakpoints', { start });
  await fixture.answerWith({ locations });
  assert.deepEqual(fixture.answerTo(1), { id: 1, result: { locations }, sessionId: 'A' });
  fixture.say(2, 'getScriptSource', { scriptId });
  const { id } = fixture.browserHeard.at(-1) ?? {};
  const error = { code: -32000, message: 'no text' };
  fixture.report({ id, error, sessionId: 'A' });
  await turn();
  assert.match(JSON.stringify(fixture.answerTo(2)), /no text/);

  fixture.say(3, 'getPossibleBreakpoints', { start });
  fixture.say(4, 'getScriptSource', { scriptId });
  await turn();
  assert.equal(fixture.answerTo(3) ?? fixture.answerTo(4), undefined);
  fixture.report(cleared);
  await turn();
  assert.deepEqual(fixture.answerTo(3), { id: 3, result: { locations: [] }, sessionId: 'A' });
  assert.match(JSON.stringify(fixture.answerTo(4)), /The page of the script was left\./);
});

function isReported(stop: object, fixture: Fixture): boolean {
  const before = fixture.debuggerHeard.length;
  fixture.report(stop);
  return fixture.debuggerHeard.length > before;
}

test('a stop of a document that was left is dropped', () => {
  const fixture = new Fixture();
  for (const script of Object.values(scripts)) fixture.report(script);
  assert.ok(isReported(paused([frames.greet]), fixture));
  assert.ok(isReported(paused([frames.handler]), fixture));
  fixture.report(cleared);
  assert.ok(!isReported(paused([frames.greet]), fixture));
  assert.ok(!isReported(paused([frames.handler]), fixture));
  // The next document takes over the ids.
  fixture.report(scripts.ofUser);
  assert.ok(isReported(paused([frames.greet]), fixture));
});

test('a stop in a script that was never reported keeps its page from hanging', () => {
  const fixture = new Fixture();
  assert.ok(isReported(paused([frames.compiled]), fixture));
  fixture.report(cleared);
  assert.ok(isReported(paused([frames.compiled]), fixture));
});
