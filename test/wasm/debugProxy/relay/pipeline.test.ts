import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerWith,
  drop,
  pass,
  PerTarget,
  refuse,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../../../../src/wasm/debugProxy/relay/handler.ts';
import { deferred } from '../../../../src/common/deferred.ts';
import { turn } from '../../../support/waiting.ts';
import { PipelineRoom } from './pipelineRoom.ts';

const paused = { method: 'Debugger.paused', params: { reason: 'other' }, sessionId: 'A' };
const resumed = { method: 'Debugger.resumed', params: {}, sessionId: 'A' };

test('passes messages without handlers on as the bytes they came as', () => {
  const room = new PipelineRoom({ name: 'other', events: { 'Debugger.paused': () => drop } });
  const command = room.command({ id: 1, method: 'Debugger.enable', sessionId: 'A' });
  const event = room.report(resumed);
  const answer = room.report({ id: 1, result: {}, sessionId: 'A' });
  assert.deepEqual([...room.untouched], [command, event, answer]);
});

test('passes text that is not a message on unchanged', () => {
  const room = new PipelineRoom();
  room.command(['not', 'CDP']);
  room.report({ id: 'x' });
  assert.deepEqual(room.browserHeard, [['not', 'CDP']]);
  assert.deepEqual(room.debuggerHeard, [{ id: 'x' }]);
});

test('handlers see a message in turn, each as the one before left it', () => {
  const seen: unknown[] = [];
  const adder = (name: string): RelayHandler => ({
    name,
    events: {
      'Debugger.paused': ({ params }) => {
        seen.push(params);
        return replaceBy({ ...(params as object), [name]: true });
      },
    },
  });
  const room = new PipelineRoom(adder('first'), adder('second'));
  room.report(paused);
  assert.deepEqual(seen, [{ reason: 'other' }, { reason: 'other', first: true }]);
  const params = { reason: 'other', first: true, second: true };
  assert.deepEqual(room.debuggerHeard, [{ ...paused, params }]);
});

test('a dropped event reaches neither later handlers nor the debugger', () => {
  const dropper = { name: 'dropper', events: { 'Debugger.paused': () => drop } };
  const never = { name: 'never', events: { 'Debugger.paused': () => assert.fail('was asked') } };
  const room = new PipelineRoom(dropper, never);
  room.report(paused);
  assert.deepEqual(room.debuggerHeard, []);
});

test('a command is replaced, answered or refused in place of the browser', () => {
  const room = new PipelineRoom({
    name: 'h',
    commands: {
      replaced: () => replaceBy({ other: 1 }),
      answered: () => answerWith({ own: true }),
      refused: () => refuse('not here'),
    },
  });
  room.command({ id: 1, method: 'replaced', params: { one: 1 }, sessionId: 'A' });
  room.command({ id: 2, method: 'answered', sessionId: 'A' });
  room.command({ id: 3, method: 'refused' });
  assert.deepEqual(room.browserHeard, [
    { id: 1, method: 'replaced', params: { other: 1 }, sessionId: 'A' },
  ]);
  assert.deepEqual(room.debuggerHeard, [
    { id: 2, result: { own: true }, sessionId: 'A' },
    { id: 3, error: { code: -32000, message: 'not here' } },
  ]);
});

test('a handler of answers sees the command as it was sent on', () => {
  const room = new PipelineRoom({
    name: 'h',
    commands: { ask: () => replaceBy({ changed: true }) },
    answers: { ask: ({ result }, { params }) => replaceBy({ result, params }) },
  });
  room.command({ id: 5, method: 'ask', params: {}, sessionId: 'A' });
  room.report({ id: 5, result: { x: 1 }, sessionId: 'A' });
  room.report({ id: 5, result: { x: 2 }, sessionId: 'A' });
  assert.deepEqual(room.debuggerHeard, [
    { id: 5, result: { result: { x: 1 }, params: { changed: true } }, sessionId: 'A' },
    { id: 5, result: { x: 2 }, sessionId: 'A' },
  ]);
});

test("responses to the relay's own commands are only passed to their handler", async () => {
  let target: RelayTarget | undefined;
  const room = new PipelineRoom({ name: 'h', attached: (one) => void (target = one) });
  room.attach('A');
  const answer = target?.send('Runtime.evaluate', { expression: '1' });
  room.answer({ value: 1 });
  assert.deepEqual(await answer, { value: 1 });
  const refused = target?.send('Runtime.evaluate');
  const { id } = room.browserHeard.at(-1) ?? {};
  room.report({ id, error: { code: -1, message: 'no such thing' }, sessionId: 'A' });
  await assert.rejects(refused ?? Promise.resolve(), { code: 'DevToolsRefused' });
  assert.deepEqual(room.debuggerHeard, []);
});

test('a held event keeps back what follows it of its target, and nothing of others', async () => {
  const held = deferred<typeof pass>();
  const room = new PipelineRoom({ name: 'h', events: { 'Debugger.paused': () => held.promise } });
  room.attach('A');
  room.attach('B');
  room.report(paused);
  room.report(resumed);
  room.report({ id: 9, result: {}, sessionId: 'A' });
  const other = { method: 'Debugger.resumed', params: {}, sessionId: 'B' };
  room.report(other);
  assert.deepEqual(room.debuggerHeard, [other]);
  held.resolve(pass);
  await turn();
  const late = [paused, resumed, { id: 9, result: {}, sessionId: 'A' }];
  assert.deepEqual(room.debuggerHeard, [other, ...late]);
});

test('a handler that holds an event can send commands', async () => {
  const room = new PipelineRoom({
    name: 'h',
    events: {
      'Debugger.paused': async (_, target) => {
        const answer = await target.send('Debugger.evaluateOnCallFrame', {});
        target.emit('Runtime.consoleAPICalled', { answer });
        return drop;
      },
    },
  });
  room.report(paused);
  room.report(resumed);
  room.answer({ value: 2 });
  await turn();
  assert.deepEqual(room.debuggerHeard, [
    { method: 'Runtime.consoleAPICalled', params: { answer: { value: 2 } }, sessionId: 'A' },
    resumed,
  ]);
});

test('an event that a handler holds for too long is passed to the others', async () => {
  const holder = {
    name: 'holder',
    events: { 'Debugger.paused': () => deferred<typeof drop>().promise },
  };
  const next = { name: 'next', events: { 'Debugger.paused': () => replaceBy({ reason: 'seen' }) } };
  const room = new PipelineRoom(holder, next);
  room.report(paused);
  room.clock.advance(10_000);
  await turn();
  assert.deepEqual(room.debuggerHeard, [{ ...paused, params: { reason: 'seen' } }]);
  assert.match(room.log.lines.join(), /handler holder held Debugger\.paused/);
});

test('later commands overtake a held one', async () => {
  const held = deferred<typeof pass>();
  const room = new PipelineRoom({ name: 'h', commands: { slow: () => held.promise } });
  room.command({ id: 1, method: 'slow', sessionId: 'A' });
  room.command({ id: 2, method: 'quick', sessionId: 'A' });
  held.resolve(pass);
  await turn();
  assert.deepEqual(
    room.browserHeard.map(({ id }) => id),
    [2, 1],
  );
});

test('a handler that fails is as if it were not there', async () => {
  const room = new PipelineRoom({
    name: 'broken',
    commands: { ask: () => Promise.reject(new Error('oh')) },
    events: {
      'Debugger.paused': () => {
        throw new Error('ah');
      },
    },
  });
  room.report(paused);
  room.command({ id: 1, method: 'ask' });
  await turn();
  assert.deepEqual(room.debuggerHeard, [paused]);
  assert.deepEqual(room.browserHeard, [{ id: 1, method: 'ask' }]);
  assert.match(room.log.lines.join(), /broken failed: ah.*broken failed: oh/s);
});

test('state of a target lives from attach to detach', () => {
  const counts = new PerTarget(() => ({ count: 0 }));
  const room = new PipelineRoom({
    name: 'counter',
    events: {
      'Debugger.paused': (_, target) => replaceBy({ count: ++counts.of(target).count }),
    },
  });
  const countOf = (): unknown => {
    room.report(paused);
    const { params } = room.debuggerHeard.at(-1) ?? {};
    return (params as { count?: number } | undefined)?.count;
  };
  room.attach('A');
  assert.deepEqual([countOf(), countOf()], [1, 2]);
  const contexts = { method: 'Runtime.executionContextsCleared', params: {}, sessionId: 'A' };
  room.report(contexts);
  assert.equal(countOf(), 3);
  room.report({ method: 'Target.detachedFromTarget', params: { sessionId: 'A' } });
  room.attach('A');
  assert.equal(countOf(), 1);
});

test('what a closed target or relay was asked is rejected', async () => {
  const targets: RelayTarget[] = [];
  const room = new PipelineRoom({ name: 'h', attached: (one) => void targets.push(one) });
  room.attach('A');
  room.attach('B');
  const [left, kept] = targets.map((target) => target.send('Debugger.resume'));
  room.report({ method: 'Target.detachedFromTarget', params: { sessionId: 'A' } });
  await assert.rejects(left ?? Promise.resolve(), { code: 'RelayClosed' });
  room.pipeline.close();
  await assert.rejects(kept ?? Promise.resolve(), { code: 'RelayClosed' });
  await assert.rejects(targets[1]?.send('Debugger.resume') ?? Promise.resolve(), {
    code: 'RelayClosed',
  });
});
