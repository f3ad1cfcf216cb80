import assert from 'node:assert/strict';
import { test } from 'node:test';
import { staleStepsHandler } from '../../../../../src/blazor/debugProxy/relay/handlers/staleSteps.ts';
import { turn } from '../../../../support/waiting.ts';
import { type Message, PipelineRoom } from '../pipelineRoom.ts';
import { cleared, frames, paused, scripts } from './recorded.ts';

const { greet, handler, runtime } = frames;
const clear = 'Runtime.callFunctionOn';
const atBreakpoint = paused([handler], { hitBreakpoints: ['br:15'] });

/** A page with C# and what the browser was told. */
class Room extends PipelineRoom {
  #id = 0;

  constructor() {
    super(staleStepsHandler());
    this.attach('A');
    this.report(scripts.csharp);
  }

  async tell(method: string): Promise<void> {
    this.command({ id: ++this.#id, method: `Debugger.${method}`, params: {}, sessionId: 'A' });
    await turn();
  }

  /** What has been sent since the last time. */
  sent(): unknown[] {
    return this.browserHeard.splice(0).map(({ method }) => method);
  }
}

/** What a command asks of a function in the page, whatever function that is. */
function withoutFunction(command: Message | undefined): object {
  const params = { ...(command?.['params'] as Record<string, unknown> | undefined) };
  return { arguments: params['arguments'], executionContextId: params['executionContextId'] };
}

test('a step that was reached leaves nothing to clear', async () => {
  const room = new Room();
  room.report(atBreakpoint);
  await room.tell('stepOver');
  room.report(paused([handler]));
  await room.tell('stepOver');
  room.report(paused([handler]));
  await room.tell('resume');
  assert.deepEqual(room.sent(), ['Debugger.stepOver', 'Debugger.stepOver', 'Debugger.resume']);
});

for (const next of ['stepOver', 'stepInto', 'stepOut', 'resume']) {
  test(`a step that a breakpoint ended is cleared before ${next}`, async () => {
    const room = new Room();
    room.report(atBreakpoint);
    await room.tell('stepOver');
    room.report(atBreakpoint);
    room.sent();
    await room.tell(next);
    const [asked] = room.browserHeard;
    assert.equal(asked?.['method'], clear);
    assert.deepEqual(withoutFunction(asked), { arguments: [{ value: 0 }], executionContextId: 2 });
    room.answer({ result: { type: 'number', value: 17 } });
    await turn();
    assert.deepEqual(room.sent(), [clear, `Debugger.${next}`]);
  });
}

test('only requests after those that were looked at are looked at', async () => {
  const room = new Room();
  const values: unknown[] = [];
  for (let round = 0; round < 2; round++) {
    room.report(atBreakpoint);
    await room.tell('stepOver');
    room.report(atBreakpoint);
    await room.tell('resume');
    values.push(withoutFunction(room.browserHeard.at(-1)));
    room.answer({ result: { type: 'number', value: 17 } });
    await turn();
  }
  assert.deepEqual(
    values,
    [0, 17].map((value) => ({ arguments: [{ value }], executionContextId: 2 })),
  );
});

test('a step in C# goes on while the JavaScript is stepped through that it called', async () => {
  const room = new Room();
  room.report(atBreakpoint);
  await room.tell('stepOver');
  room.report(paused([greet, runtime], { hitBreakpoints: ['1:2:0:x'] }));
  await room.tell('stepOver');
  room.report(paused([greet, runtime]));
  await room.tell('stepOut');
  room.report(paused([handler]));
  await room.tell('resume');
  assert.ok(!room.sent().includes(clear));
});

test('continuing in that JavaScript gives the step up', async () => {
  const room = new Room();
  room.report(atBreakpoint);
  await room.tell('stepOver');
  room.report(paused([greet, runtime], { hitBreakpoints: ['1:2:0:x'] }));
  room.sent();
  await room.tell('resume');
  assert.deepEqual(room.sent(), [clear]);
});

test('a page that the runtime has left has no steps', async () => {
  const room = new Room();
  room.report(atBreakpoint);
  await room.tell('stepOver');
  room.report(cleared);
  room.report(paused([greet], { hitBreakpoints: ['1:2:0:x'] }));
  room.sent();
  await room.tell('resume');
  assert.deepEqual(room.sent(), ['Debugger.resume']);
});

test('a browser that refuses to clear still steps', async () => {
  const room = new Room();
  room.report(atBreakpoint);
  await room.tell('stepOver');
  room.report(atBreakpoint);
  await room.tell('stepOver');
  const { id } = room.browserHeard.at(-1) ?? {};
  room.report({ id, error: { message: 'no such context' }, sessionId: 'A' });
  await turn();
  assert.equal(room.browserHeard.at(-1)?.['method'], 'Debugger.stepOver');
});
