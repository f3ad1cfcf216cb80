import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakpointPlacesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/breakpointPlaces.ts';
import { turn } from '../../../../support/waiting.ts';
import { PipelineRoom } from '../pipelineRoom.ts';

const urlRegex = 'file:\\/\\/\\/srv\\/Pages\\/Counter\\.razor($|\\?)';

class Room extends PipelineRoom {
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
  const room = new Room();
  room.set(1);
  room.answerTo(1, { breakpointId: 'br:15', locations: [] });
  room.remove(2, 'br:15');
  room.set(3, 15, 'currentCount == 2');
  assert.deepEqual(await room.sent(), [1, 2]);
  room.answerTo(2, {});
  assert.deepEqual(await room.sent(), [1, 2, 3]);
});

test('a removal that fails holds nothing back', async () => {
  const room = new Room();
  room.set(1);
  room.answerTo(1, { breakpointId: 'br:15', locations: [] });
  room.remove(2, 'br:15');
  room.set(3);
  room.report({ id: 2, error: { message: 'no' }, sessionId: 'A' });
  assert.deepEqual(await room.sent(), [1, 2, 3]);
});

test('a breakpoint at another place does not wait', async () => {
  const room = new Room();
  room.set(1);
  room.answerTo(1, { breakpointId: 'br:15', locations: [] });
  room.remove(2, 'br:15');
  room.set(3, 20);
  assert.deepEqual(await room.sent(), [1, 2, 3]);
});

test('quick toggling keeps its order', async () => {
  const room = new Room();
  room.set(1);
  room.answerTo(1, { breakpointId: 'br:15', locations: [] });
  room.remove(2, 'br:15');
  room.set(3);
  room.answerTo(2, {});
  await room.sent();
  room.answerTo(3, { breakpointId: 'br:15', locations: [] });
  room.remove(4, 'br:15');
  room.set(5);
  assert.deepEqual(await room.sent(), [1, 2, 3, 4]);
  room.answerTo(4, {});
  assert.deepEqual(await room.sent(), [1, 2, 3, 4, 5]);
});

test('toggling without waiting for answers keeps its order, and each command is sent', async () => {
  const room = new Room();
  room.set(1);
  room.answerTo(1, { breakpointId: 'br:15', locations: [] });
  const ids = [2, 3, 4, 5, 6, 7];
  for (const id of ids) {
    if (id % 2 === 0) room.remove(id, 'br:15');
    else room.set(id);
  }
  for (const id of ids) {
    assert.equal((await room.sent()).at(-1), id);
    room.answerTo(id, id % 2 === 0 ? {} : { breakpointId: 'br:15', locations: [] });
  }
  assert.deepEqual(await room.sent(), [1, ...ids]);
  room.set(8);
  assert.deepEqual((await room.sent()).at(-1), 8);
});
