import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  linesMovedMethod,
  reboundMethod,
  rebindingHandler,
} from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/rebinding.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';

const sessionId = 'A';
const razor = 'file:\\/\\/\\/srv\\/Pages\\/Counter\\.razor($|\\?)';
const script = 'http://localhost/app.js';

class Fixture extends PipelineFixture {
  /** The ids of the handler's own commands. */
  readonly #own: number[] = [];

  constructor() {
    super(rebindingHandler());
    this.attach(sessionId);
  }

  set(id: number, urlRegex: string, lineNumber: number): void {
    const params = { urlRegex, lineNumber };
    this.command({ id, method: 'Debugger.setBreakpointByUrl', params, sessionId });
  }

  moveLines(): void {
    this.report({ method: linesMovedMethod, params: {}, sessionId });
  }

  /** The commands since the last call, by method and what they are about. */
  async sent(): Promise<unknown[]> {
    for (let count = 0; count < 3; count++) await turn();
    const sent = this.browserHeard.splice(0);
    this.#own.push(...sent.flatMap(({ id }) => (id === undefined || id < 100 ? [] : [id])));
    return sent.map(({ method, params }) => [method, params]);
  }

  /** Answers one of the handler's own commands, and returns the next ones. */
  async answered(number: number, result: object): Promise<unknown[]> {
    this.report({ id: this.#own[number - 1], result, sessionId });
    return await this.sent();
  }
}

test('only C# breakpoints are set again', async () => {
  const fixture = new Fixture();
  fixture.set(1, razor, 15);
  fixture.answer({ breakpointId: 'b', locations: [] });
  fixture.set(2, script, 3);
  fixture.answer({ breakpointId: 'c', locations: [] });
  await fixture.sent();
  fixture.moveLines();
  assert.deepEqual(await fixture.sent(), [['Debugger.removeBreakpoint', { breakpointId: 'b' }]]);
  assert.deepEqual(await fixture.answered(1, {}), [
    ['Debugger.setBreakpointByUrl', { urlRegex: razor, lineNumber: 15 }],
  ]);
  assert.deepEqual(await fixture.answered(2, { breakpointId: 'b' }), [[reboundMethod, {}]]);
});

test('commands of the debugger wait until breakpoints are set again', async () => {
  const fixture = new Fixture();
  fixture.set(1, razor, 15);
  fixture.answer({ breakpointId: 'b', locations: [] });
  await fixture.sent();
  fixture.moveLines();
  fixture.set(2, razor, 20);
  await turn();
  assert.deepEqual(fixture.browserHeard.length, 1);
  fixture.answer({});
  await turn();
  await turn();
  assert.deepEqual(fixture.browserHeard[1]?.['method'], 'Debugger.setBreakpointByUrl');
  fixture.answer({ breakpointId: 'b', locations: [{ scriptId: 's', lineNumber: 15 }] });
  for (let count = 0; count < 4; count++) await turn();
  const rest = fixture.browserHeard.slice(2).map((message) => message['method']);
  assert.deepEqual(new Set(rest), new Set([reboundMethod, 'Debugger.setBreakpointByUrl']));
  assert.equal(rest.length, 2);
  assert.deepEqual(
    fixture.debuggerHeard.filter(({ method }) => method === 'Debugger.breakpointResolved'),
    [
      {
        method: 'Debugger.breakpointResolved',
        params: { breakpointId: 'b', location: { scriptId: 's', lineNumber: 15 } },
        sessionId,
      },
    ],
  );
});

test('a removed breakpoint is not set again', async () => {
  const fixture = new Fixture();
  fixture.set(1, razor, 15);
  fixture.answer({ breakpointId: 'b', locations: [] });
  const params = { breakpointId: 'b' };
  fixture.command({ id: 2, method: 'Debugger.removeBreakpoint', params, sessionId });
  await fixture.sent();
  fixture.moveLines();
  assert.deepEqual(await fixture.sent(), [[reboundMethod, {}]]);
});
