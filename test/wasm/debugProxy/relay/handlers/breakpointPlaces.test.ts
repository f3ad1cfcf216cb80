import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakpointPlacesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/breakpointPlaces.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const urlRegex = 'file:\\/\\/\\/srv\\/Pages\\/Counter\\.razor($|\\?)';

class Fixture extends PipelineFixture {
  constructor() {
    super(breakpointPlacesHandler());
    this.attach('A');
  }

  set(id: number, lineNumber = 15, condition = ''): void {
    const params = { urlRegex, lineNumber, columnNumber: 0, condition };
    this.command({ id, method: 'Debugger.setBreakpointByUrl', params, sessionId: 'A' });
  }

  remove(id: number, breakpointId: string): void {
    const params = { breakpointId };
    this.command({ id, method: 'Debugger.removeBreakpoint', params, sessionId: 'A' });
  }

  answerTo(id: number, result: object): void {
    this.report({ id, result, sessionId: 'A' });
  }

  async sent(): Promise<unknown[]> {
    await turn();
    return this.browserHeard.map(({ id }) => id);
  }
}

test('a breakpoint waits until the one at its place is removed', async () => {
  const fixture = new Fixture();
  fixture.set(1);
  fixture.answerTo(1, { breakpointId: 'br:15', locations: [] });
  fixture.remove(2, 'br:15');
  fixture.set(3, 15, 'currentCount == 2');
  assert.deepEqual(await fixture.sent(), [1, 2]);
  fixture.answerTo(2, {});
  assert.deepEqual(await fixture.sent(), [1, 2, 3]);
});

test('a failed removal holds nothing back', async () => {
  const fixture = new Fixture();
  fixture.set(1);
  fixture.answerTo(1, { breakpointId: 'br:15', locations: [] });
  fixture.remove(2, 'br:15');
  fixture.set(3);
  fixture.report({ id: 2, error: { message: 'no' }, sessionId: 'A' });
  assert.deepEqual(await fixture.sent(), [1, 2, 3]);
});

test('a breakpoint at another place does not wait', async () => {
  const fixture = new Fixture();
  fixture.set(1);
  fixture.answerTo(1, { breakpointId: 'br:15', locations: [] });
  fixture.remove(2, 'br:15');
  fixture.set(3, 20);
  assert.deepEqual(await fixture.sent(), [1, 2, 3]);
});

test('quick toggling keeps the order of commands', async () => {
  const fixture = new Fixture();
  fixture.set(1);
  fixture.answerTo(1, { breakpointId: 'br:15', locations: [] });
  fixture.remove(2, 'br:15');
  fixture.set(3);
  fixture.answerTo(2, {});
  await fixture.sent();
  fixture.answerTo(3, { breakpointId: 'br:15', locations: [] });
  fixture.remove(4, 'br:15');
  fixture.set(5);
  assert.deepEqual(await fixture.sent(), [1, 2, 3, 4]);
  fixture.answerTo(4, {});
  assert.deepEqual(await fixture.sent(), [1, 2, 3, 4, 5]);
});

test('toggling without waiting for responses keeps the order, and each command is sent', async () => {
  const fixture = new Fixture();
  fixture.set(1);
  fixture.answerTo(1, { breakpointId: 'br:15', locations: [] });
  const ids = [2, 3, 4, 5, 6, 7];
  for (const id of ids) {
    if (id % 2 === 0) fixture.remove(id, 'br:15');
    else fixture.set(id);
  }
  for (const id of ids) {
    assert.equal((await fixture.sent()).at(-1), id);
    fixture.answerTo(id, id % 2 === 0 ? {} : { breakpointId: 'br:15', locations: [] });
  }
  assert.deepEqual(await fixture.sent(), [1, ...ids]);
  fixture.set(8);
  assert.deepEqual((await fixture.sent()).at(-1), 8);
});
