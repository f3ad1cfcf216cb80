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
import { turn } from '../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from './pipelineFixture.ts';

const paused = { method: 'Debugger.paused', params: { reason: 'other' }, sessionId: 'A' };
const resumed = { method: 'Debugger.resumed', params: {}, sessionId: 'A' };

test('passes messages without handlers on as the original bytes', () => {
  const fixture = new PipelineFixture({ name: 'other', events: { 'Debugger.paused': () => drop } });
  const command = fixture.command({ id: 1, method: 'Debugger.enable', sessionId: 'A' });
  const event = fixture.report(resumed);
  const answer = fixture.report({ id: 1, result: {}, sessionId: 'A' });
  assert.deepEqual([...fixture.untouched], [command, event, answer]);
});

test('the methods of commands and events are told, whether handlers want them or not', () => {
  const fixture = new PipelineFixture({ name: 'other', events: { 'Debugger.paused': () => drop } });
  fixture.command({ id: 1, method: 'Debugger.enable', sessionId: 'A' });
  fixture.report(paused);
  fixture.report(resumed);
  fixture.report({ id: 1, result: {}, sessionId: 'A' });
  assert.deepEqual(fixture.toldMethods, [
    'debugger: Debugger.enable',
    'browser: Debugger.paused',
    'browser: Debugger.resumed',
  ]);
});

test('passes text that is not a message on unchanged', () => {
  const fixture = new PipelineFixture();
  fixture.command(['not', 'CDP']);
  fixture.report({ id: 'x' });
  assert.deepEqual(fixture.browserHeard, [['not', 'CDP']]);
  assert.deepEqual(fixture.debuggerHeard, [{ id: 'x' }]);
});

test("handlers see a message in turn, each with the previous one's changes", () => {
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
  const fixture = new PipelineFixture(adder('first'), adder('second'));
  fixture.report(paused);
  assert.deepEqual(seen, [{ reason: 'other' }, { reason: 'other', first: true }]);
  const params = { reason: 'other', first: true, second: true };
  assert.deepEqual(fixture.debuggerHeard, [{ ...paused, params }]);
});

test('a dropped event reaches neither later handlers nor the debugger', () => {
  const dropper = { name: 'dropper', events: { 'Debugger.paused': () => drop } };
  const never = { name: 'never', events: { 'Debugger.paused': () => assert.fail('was asked') } };
  const fixture = new PipelineFixture(dropper, never);
  fixture.report(paused);
  assert.deepEqual(fixture.debuggerHeard, []);
});

test('a command can be replaced, answered or refused on behalf of the browser', () => {
  const fixture = new PipelineFixture({
    name: 'h',
    commands: {
      replaced: () => replaceBy({ other: 1 }),
      answered: () => answerWith({ own: true }),
      refused: () => refuse('not here'),
    },
  });
  fixture.command({ id: 1, method: 'replaced', params: { one: 1 }, sessionId: 'A' });
  fixture.command({ id: 2, method: 'answered', sessionId: 'A' });
  fixture.command({ id: 3, method: 'refused' });
  assert.deepEqual(fixture.browserHeard, [
    { id: 1, method: 'replaced', params: { other: 1 }, sessionId: 'A' },
  ]);
  assert.deepEqual(fixture.debuggerHeard, [
    { id: 2, result: { own: true }, sessionId: 'A' },
    { id: 3, error: { code: -32000, message: 'not here' } },
  ]);
});

test('a response handler sees the command as it was forwarded', () => {
  const fixture = new PipelineFixture({
    name: 'h',
    commands: { ask: () => replaceBy({ changed: true }) },
    answers: { ask: ({ result }, { params }) => replaceBy({ result, params }) },
  });
  fixture.command({ id: 5, method: 'ask', params: {}, sessionId: 'A' });
  fixture.report({ id: 5, result: { x: 1 }, sessionId: 'A' });
  fixture.report({ id: 5, result: { x: 2 }, sessionId: 'A' });
  assert.deepEqual(fixture.debuggerHeard, [
    { id: 5, result: { result: { x: 1 }, params: { changed: true } }, sessionId: 'A' },
    { id: 5, result: { x: 2 }, sessionId: 'A' },
  ]);
});

test("responses to the relay's own commands are only passed to their handler", async () => {
  let target: RelayTarget | undefined;
  const fixture = new PipelineFixture({ name: 'h', attached: (one) => void (target = one) });
  fixture.attach('A');
  const answer = target?.send('Runtime.evaluate', { expression: '1' });
  fixture.answer({ value: 1 });
  assert.deepEqual(await answer, { value: 1 });
  const refused = target?.send('Runtime.evaluate');
  const { id } = fixture.browserHeard.at(-1) ?? {};
  fixture.report({ id, error: { code: -1, message: 'no such thing' }, sessionId: 'A' });
  await assert.rejects(refused ?? Promise.resolve(), { code: 'DevToolsRefused' });
  assert.deepEqual(fixture.debuggerHeard, []);
});

test('a held event delays later ones of its target, and no others', async () => {
  const held = deferred<typeof pass>();
  const fixture = new PipelineFixture({
    name: 'h',
    events: { 'Debugger.paused': () => held.promise },
  });
  fixture.attach('A');
  fixture.attach('B');
  fixture.report(paused);
  fixture.report(resumed);
  fixture.report({ id: 9, result: {}, sessionId: 'A' });
  const other = { method: 'Debugger.resumed', params: {}, sessionId: 'B' };
  fixture.report(other);
  assert.deepEqual(fixture.debuggerHeard, [other]);
  held.resolve(pass);
  await turn();
  const late = [paused, resumed, { id: 9, result: {}, sessionId: 'A' }];
  assert.deepEqual(fixture.debuggerHeard, [other, ...late]);
});

test('a handler that holds an event can send commands', async () => {
  const fixture = new PipelineFixture({
    name: 'h',
    events: {
      'Debugger.paused': async (_, target) => {
        const answer = await target.send('Debugger.evaluateOnCallFrame', {});
        target.emit('Runtime.consoleAPICalled', { answer });
        return drop;
      },
    },
  });
  fixture.report(paused);
  fixture.report(resumed);
  fixture.answer({ value: 2 });
  await turn();
  assert.deepEqual(fixture.debuggerHeard, [
    { method: 'Runtime.consoleAPICalled', params: { answer: { value: 2 } }, sessionId: 'A' },
    resumed,
  ]);
});

test('an event that a handler holds for too long is passed on to the others', async () => {
  const holder = {
    name: 'holder',
    events: { 'Debugger.paused': () => deferred<typeof drop>().promise },
  };
  const next = { name: 'next', events: { 'Debugger.paused': () => replaceBy({ reason: 'seen' }) } };
  const fixture = new PipelineFixture(holder, next);
  fixture.report(paused);
  fixture.clock.advance(10_000);
  await turn();
  assert.deepEqual(fixture.debuggerHeard, [{ ...paused, params: { reason: 'seen' } }]);
  assert.match(fixture.log.lines.join(), /handler holder held Debugger\.paused/);
});

test('later commands overtake a held one', async () => {
  const held = deferred<typeof pass>();
  const fixture = new PipelineFixture({ name: 'h', commands: { slow: () => held.promise } });
  fixture.command({ id: 1, method: 'slow', sessionId: 'A' });
  fixture.command({ id: 2, method: 'quick', sessionId: 'A' });
  held.resolve(pass);
  await turn();
  assert.deepEqual(
    fixture.browserHeard.map(({ id }) => id),
    [2, 1],
  );
});

test('a failing handler is skipped', async () => {
  const fixture = new PipelineFixture({
    name: 'broken',
    commands: { ask: () => Promise.reject(new Error('oh')) },
    events: {
      'Debugger.paused': () => {
        throw new Error('ah');
      },
    },
  });
  fixture.report(paused);
  fixture.command({ id: 1, method: 'ask' });
  await turn();
  assert.deepEqual(fixture.debuggerHeard, [paused]);
  assert.deepEqual(fixture.browserHeard, [{ id: 1, method: 'ask' }]);
  assert.match(fixture.log.lines.join(), /broken failed: ah.*broken failed: oh/s);
});

test("a target's state lasts from attach to detach", () => {
  const counts = new PerTarget(() => ({ count: 0 }));
  const fixture = new PipelineFixture({
    name: 'counter',
    events: {
      'Debugger.paused': (_, target) => replaceBy({ count: ++counts.of(target).count }),
    },
  });
  const countOf = (): unknown => {
    fixture.report(paused);
    const { params } = fixture.debuggerHeard.at(-1) ?? {};
    return (params as { count?: number } | undefined)?.count;
  };
  fixture.attach('A');
  assert.deepEqual([countOf(), countOf()], [1, 2]);
  const contexts = { method: 'Runtime.executionContextsCleared', params: {}, sessionId: 'A' };
  fixture.report(contexts);
  assert.equal(countOf(), 3);
  fixture.report({ method: 'Target.detachedFromTarget', params: { sessionId: 'A' } });
  fixture.attach('A');
  assert.equal(countOf(), 1);
});

test('pending commands of a closed target or relay are rejected', async () => {
  const targets: RelayTarget[] = [];
  const fixture = new PipelineFixture({ name: 'h', attached: (one) => void targets.push(one) });
  fixture.attach('A');
  fixture.attach('B');
  const [left, kept] = targets.map((target) => target.send('Debugger.resume'));
  fixture.report({ method: 'Target.detachedFromTarget', params: { sessionId: 'A' } });
  await assert.rejects(left ?? Promise.resolve(), { code: 'RelayClosed' });
  fixture.pipeline.close();
  await assert.rejects(kept ?? Promise.resolve(), { code: 'RelayClosed' });
  await assert.rejects(targets[1]?.send('Debugger.resume') ?? Promise.resolve(), {
    code: 'RelayClosed',
  });
});

test('many held events go on in several turns, in order, before later ones', async () => {
  const held = deferred<typeof pass>();
  const fixture = new PipelineFixture({
    name: 'holder',
    events: { 'Debugger.paused': () => held.promise },
  });
  const reported = [
    paused,
    ...Array.from({ length: 200 }, (_, n) => ({ ...resumed, params: { n } })),
  ];
  for (const event of reported) fixture.report(event);
  held.resolve(pass);
  const perTurn: number[] = [];
  while (fixture.debuggerHeard.length < reported.length) {
    const before = fixture.debuggerHeard.length;
    await turn();
    perTurn.push(fixture.debuggerHeard.length - before);
    if (perTurn.length === 1) reported.push({ ...resumed, params: { n: 200 } });
    if (perTurn.length === 1) fixture.report(reported.at(-1) ?? {});
  }
  assert.deepEqual(fixture.debuggerHeard, reported);
  assert.ok(Math.max(...perTurn) <= 128, `events in a turn: ${perTurn.join()}`);
});
