import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { BreakpointBinding } from '../../../../src/vscode/debug/page/breakpointBinding.ts';

const calc = '/app/Calc.cs';

/** An editor and an adapter whose messages pass a binding. */
class Conversation {
  readonly binding = new BreakpointBinding();
  #seq = 0;

  /**
   * Sets breakpoints of a source at these lines as the editor does; returns the request's number.
   */
  ask(path: string | undefined, ...lines: readonly number[]): number {
    const request: DebugProtocol.SetBreakpointsRequest = {
      seq: ++this.#seq,
      type: 'request',
      command: 'setBreakpoints',
      arguments: {
        source: path === undefined ? {} : { path },
        breakpoints: lines.map((line) => ({ line })),
      },
    };
    this.binding.toAdapter(request);
    return request.seq;
  }

  answer(request: number, breakpoints: readonly object[], success = true): void {
    const response: DebugProtocol.Response = {
      seq: ++this.#seq,
      type: 'response',
      request_seq: request,
      command: 'setBreakpoints',
      success,
      ...(success && { body: { breakpoints } }),
    };
    this.binding.fromAdapter(response);
  }

  tell(event: string, body: object): void {
    const message: DebugProtocol.Event = { seq: ++this.#seq, type: 'event', event, body };
    this.binding.fromAdapter(message);
  }
}

test("breakpoints have their requested places and the adapter's results", () => {
  const conversation = new Conversation();
  conversation.answer(conversation.ask(calc, 7, 9), [
    { id: 1, verified: true, line: 8 },
    { id: 2, verified: false, message: 'Unbound breakpoint' },
  ]);
  assert.deepEqual(conversation.binding.breakpoints, [
    { path: calc, line: 7, verified: true, at: { line: 8, column: undefined } },
    { path: calc, line: 9, verified: false, message: 'Unbound breakpoint' },
  ]);
});

test('breakpoints are unknown until their response', () => {
  const conversation = new Conversation();
  conversation.ask(calc, 7);
  assert.deepEqual(conversation.binding.breakpoints, []);
});

test('a response replaces the breakpoints of its source, and no others', () => {
  const conversation = new Conversation();
  conversation.answer(conversation.ask(calc, 7, 9), [
    { id: 1, verified: false },
    { id: 2, verified: false },
  ]);
  conversation.answer(conversation.ask('/app/App.razor', 13), [{ id: 3, verified: false }]);
  conversation.answer(conversation.ask(calc, 9), [{ id: 4, verified: true }]);
  const places = conversation.binding.breakpoints.map(({ line, path }) => `${path}:${line}`);
  assert.deepEqual(places.toSorted(), ['/app/App.razor:13', '/app/Calc.cs:9']);
  conversation.answer(conversation.ask(calc), []);
  assert.equal(conversation.binding.breakpoints.length, 1);
});

test('a source is loaded from its announcement until its removal', () => {
  const conversation = new Conversation();
  conversation.answer(conversation.ask(calc, 7), [{ id: 1, verified: false }]);
  const isLoaded = () => conversation.binding.breakpoints[0]?.isSourceLoaded === true;
  conversation.tell('loadedSource', { reason: 'new', source: { path: '/app/App.razor' } });
  assert.equal(isLoaded(), false);
  conversation.tell('loadedSource', { reason: 'new', source: { path: calc } });
  assert.equal(isLoaded(), true);
  conversation.tell('loadedSource', { reason: 'removed', source: { path: calc } });
  assert.equal(isLoaded(), false);
});

test('responses find their requests in any order', () => {
  const conversation = new Conversation();
  const first = conversation.ask('/app/Program.cs', 4);
  const second = conversation.ask(calc, 7);
  conversation.answer(second, [{ id: 2, verified: true }]);
  conversation.answer(first, [{ id: 1, verified: false }]);
  assert.deepEqual(
    conversation.binding.breakpoints.map(({ path, verified }) => [path, verified]),
    [
      [calc, true],
      ['/app/Program.cs', false],
    ],
  );
});

test('an event changes whether a breakpoint is bound, and its message', () => {
  const conversation = new Conversation();
  conversation.answer(conversation.ask(calc, 7, 9), [
    { id: 1, verified: false, message: 'Unbound breakpoint' },
    { id: 2, verified: false },
  ]);
  conversation.tell('breakpoint', { reason: 'changed', breakpoint: { id: 1, verified: true } });
  assert.deepEqual(conversation.binding.breakpoints[0], { path: calc, line: 7, verified: true });
  conversation.tell('breakpoint', {
    reason: 'changed',
    breakpoint: { id: 1, verified: false, message: 'gone' },
  });
  assert.deepEqual(conversation.binding.breakpoints, [
    { path: calc, line: 7, verified: false, message: 'gone' },
    { path: calc, line: 9, verified: false },
  ]);
});

test('breakpoints without an id are distinguished', () => {
  const conversation = new Conversation();
  conversation.answer(conversation.ask(calc, 7, 9), [{ verified: false }, { verified: true }]);
  assert.deepEqual(
    conversation.binding.breakpoints.map(({ line, verified }) => [line, verified]),
    [
      [7, false],
      [9, true],
    ],
  );
});

test('other breakpoints are ignored', () => {
  const conversation = new Conversation();
  const { binding } = conversation;
  conversation.answer(99, [{ id: 1, verified: true }]);
  conversation.answer(conversation.ask(undefined, 7), [{ id: 1, verified: true }]);
  conversation.answer(conversation.ask(calc, 7), [], false);
  conversation.tell('breakpoint', { reason: 'new', breakpoint: { id: 5, verified: true } });
  conversation.tell('breakpoint', { reason: 'new', breakpoint: { verified: true } });
  conversation.tell('stopped', { reason: 'breakpoint' });
  const threads: DebugProtocol.Request = { seq: 200, type: 'request', command: 'threads' };
  binding.toAdapter(threads);
  assert.deepEqual(binding.breakpoints, []);
});

test('C# counts as loaded once the adapter has loaded a C# source or markup', () => {
  const sources = [
    [{ path: '/app/wwwroot/main.js' }, false],
    [{ name: 'blazor.webassembly.js' }, false],
    [{}, false],
    [{ path: calc }, true],
    [{ name: 'App.razor' }, true],
    [{ path: 'C:\\app\\Views\\Index.CSHTML' }, true],
  ] as const;
  for (const [source, isThere] of sources) {
    const conversation = new Conversation();
    conversation.tell('loadedSource', { reason: 'new', source });
    assert.equal(conversation.binding.hasCSharpSources, isThere, JSON.stringify(source));
  }
});

test('breakpoints bound at the start have waited for the runtime; scripts and later ones have not', () => {
  const conversation = new Conversation();
  conversation.answer(conversation.ask(calc, 7), [{ id: 1, verified: false }]);
  conversation.answer(conversation.ask('/app/main.js', 3), [{ id: 2, verified: true }]);
  conversation.tell('loadedSource', { reason: 'new', source: { path: calc } });
  conversation.answer(conversation.ask('/app/Program.cs', 4), [{ id: 3, verified: true }]);
  assert.equal(conversation.binding.hasBoundAtStart, false);
  conversation.tell('breakpoint', { reason: 'changed', breakpoint: { id: 1, verified: true } });
  assert.equal(conversation.binding.hasBoundAtStart, true);
});
