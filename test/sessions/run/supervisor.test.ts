import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { type FakePreparation, SupervisedRun } from '../../../tools/fixtures/fakeStrategies.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const broken = new HumanError('Broken', 'It broke.');

test('a run launches its program immediately and reports its start, output and exit code', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const { events } = supervised.launch;
  events.waiting();
  events.note('Built.\n');
  events.started(7);
  void events.output('stdout', Buffer.from('hello'));
  events.message('info', 'Look.');
  supervised.launch.exit(3);
  await turn();
  assert.deepEqual(supervised.reports, [
    'waiting',
    'debug: Built.',
    'started',
    'stdout: hello',
    'info: Look.',
    'ended',
  ]);
  assert.deepEqual(supervised.ends, [{ kind: 'ended', exitCode: 3 }]);
});

test('a failed launch ends the run with its error', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  supervised.launch.fail(broken);
  await turn();
  assert.deepEqual(supervised.ends, [{ kind: 'failed', error: broken }]);
  assert.deepEqual(supervised.strategies[0]?.closes, supervised.ends);
});

test('a mode without a strategy fails the run with the reason', () => {
  const supervised = new SupervisedRun('Debug');
  supervised.onCreate = () => {
    throw broken;
  };
  supervised.begin();
  assert.deepEqual(supervised.ends, [{ kind: 'failed', error: broken }]);
});

test('a restart ends the launch and launches the same strategy again after its exit', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const first = supervised.launch;
  first.events.started(1);
  supervised.run.restart?.();
  await turn();
  assert.equal(first.ends, 1);
  assert.equal(supervised.launches.length, 1);
  first.exit(0);
  await turn();
  supervised.launch.events.started(2);
  assert.equal(supervised.strategies.length, 1);
  assert.deepEqual(supervised.strategies[0]?.closes, []);
  assert.deepEqual(supervised.pids, [1, 2]);
  assert.deepEqual(supervised.ends, []);
});

test('a failure during a restart does not end the run', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  supervised.run.restart?.();
  supervised.launch.fail(broken);
  await turn();
  assert.equal(supervised.launches.length, 2);
  assert.deepEqual(supervised.ends, []);
});

test('a restart in the other mode closes the old strategy before it creates the new one', async () => {
  const order: string[] = [];
  const supervised = new SupervisedRun('Debug');
  supervised.onCreate = ({ mode }) =>
    void order.push(`${mode} after ${supervised.strategies[0]?.closes.length}`);
  supervised.begin();
  supervised.run.restart?.('NoDebug');
  supervised.launch.exit(4);
  await turn();
  assert.deepEqual(order, ['Debug after 0', 'NoDebug after 1']);
  assert.deepEqual(supervised.strategies[0]?.closes, [{ kind: 'ended', exitCode: 4 }]);
});

test('the restart button of a closed strategy restarts nothing', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const [first] = supervised.strategies;
  supervised.run.restart?.('NoDebug');
  supervised.launch.exit();
  await turn();
  first?.requestRestart();
  await turn();
  assert.equal(supervised.launch.ends, 0);
});

test('the last of several restarts decides the mode', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const first = supervised.launch;
  supervised.run.restart?.('NoDebug');
  supervised.run.restart?.('Debug');
  first.exit();
  await turn();
  assert.equal(first.ends, 1);
  assert.deepEqual(supervised.modes, ['Debug', 'Debug']);
});

test("a stop during a restart ends the run with the program's exit", async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const first = supervised.launch;
  supervised.run.restart?.();
  await supervised.run.stop();
  first.exit(143);
  await turn();
  assert.equal(first.ends, 1);
  assert.equal(supervised.launches.length, 1);
  assert.deepEqual(supervised.ends, [{ kind: 'ended', exitCode: 143 }]);
});

test('a program that its debugger restarts is not ended for a restart in the same mode', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  let restarts = 0;
  const { launch } = supervised;
  launch.strategy.controls = { restart: () => void restarts++ };
  launch.events.started(1);
  supervised.run.restart?.();
  launch.events.started(2);
  assert.equal(restarts, 1);
  assert.deepEqual(supervised.pids, [1, 2]);
  supervised.run.restart?.('NoDebug');
  await turn();
  assert.equal(launch.ends, 1);
  assert.equal(restarts, 1);
});

test('a debugger attaches to the running process and detaches without a restart', async () => {
  const supervised = new SupervisedRun('NoDebug').begin();
  const { attachable, launch } = supervised;
  launch.strategy.controls = { attachType: 'debugpy' };
  launch.events.started(7);
  supervised.run.attachDebugger?.();
  supervised.run.attachDebugger?.();
  assert.deepEqual(
    attachable.attempts.map(({ pid }) => pid),
    [7],
  );
  attachable.attempts[0]?.answer(true);
  await turn();
  supervised.run.attachDebugger?.();
  supervised.run.detachDebugger?.();
  await turn();
  assert.equal(attachable.attempts.length, 1);
  assert.equal(attachable.detaches, 1);
  assert.equal(launch.ends, 0);
  assert.deepEqual(supervised.debugging, [true, false]);
});

test('reports whether the program is debugged, also when a debugger detaches by itself', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const { attachable, launch } = supervised;
  launch.strategy.controls = { attachType: 'debugpy', letGo: () => Promise.resolve(true) };
  launch.events.started(7);
  assert.deepEqual(supervised.debugging, [true]);
  supervised.run.detachDebugger?.();
  await turn();
  assert.deepEqual(supervised.debugging, [true, false]);
  attachable.isAttached = true;
  attachable.isAttached = false;
  assert.deepEqual(supervised.debugging, [true, false, true, false]);
});

test("a program that can't be attached to is restarted for debugging", async () => {
  const supervised = new SupervisedRun('NoDebug').begin();
  const { attachable, launch } = supervised;
  launch.strategy.controls = { attachType: 'debugpy' };
  launch.events.started(7);
  supervised.run.attachDebugger?.();
  attachable.attempts[0]?.answer(false);
  await turn();
  launch.exit();
  await turn();
  assert.deepEqual(supervised.modes, ['NoDebug', 'Debug']);
});

test('a detached program runs on, and its own restart button restarts it under the debugger', async () => {
  const supervised = await withoutDebugger();
  const { launch } = supervised;
  supervised.run.detachDebugger?.();
  await turn();
  assert.equal(launch.ends, 0);
  launch.strategy.requestRestart();
  launch.exit();
  await turn();
  assert.deepEqual(supervised.modes, ['Debug', 'Debug']);
});

test('a detached program is restarted without its debugger', async () => {
  const supervised = await withoutDebugger();
  const { launch } = supervised;
  supervised.run.restart?.();
  launch.exit();
  await turn();
  assert.deepEqual(supervised.modes, ['Debug', 'NoDebug']);
});

test("a program that its debugger can't detach from is restarted without one", async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const { launch } = supervised;
  launch.events.started(7);
  supervised.run.detachDebugger?.();
  launch.exit();
  await turn();
  assert.deepEqual(supervised.modes, ['Debug', 'NoDebug']);
});

test('an attached debugger detaches before the program is asked to end', async () => {
  const supervised = new SupervisedRun('NoDebug').begin();
  const { attachable, launch } = supervised;
  launch.events.started(7);
  attachable.isAttached = true;
  const stopped = supervised.run.stop();
  assert.equal(launch.ends, 0);
  await stopped;
  assert.equal(attachable.detaches, 1);
  assert.equal(launch.ends, 1);
});

test('a stop that returns while the launch is being created ends that launch', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  supervised.onLaunch = (launch) => {
    launch.events.started(2);
    void supervised.run.stop();
  };
  supervised.run.restart?.();
  supervised.launch.exit();
  await turn();
  assert.equal(supervised.launch.ends, 1);
  supervised.launch.exit(0);
  await turn();
  assert.deepEqual(supervised.ends, [{ kind: 'ended', exitCode: 0 }]);
});

/** A program that runs on without the debugger it was launched under. */
async function withoutDebugger(): Promise<SupervisedRun> {
  const supervised = new SupervisedRun('Debug').begin();
  const { launch } = supervised;
  launch.strategy.controls = { letGo: () => Promise.resolve(true) };
  launch.events.started(7);
  supervised.run.detachDebugger?.();
  await turn();
  return supervised;
}

test('inputs of a launch are reported until the next launch, and those of earlier ones are not', async () => {
  const supervised = new SupervisedRun('NoDebug').begin();
  const first = supervised.launch;
  const inputs = { base: '/a', files: ['/a/one.js'], folders: [] };
  first.events.inputs?.(inputs);
  first.events.started(1);
  supervised.run.restart?.();
  first.exit();
  await turn();
  first.events.inputs?.({ ...inputs, files: ['/a/late.js'] });
  supervised.launch.events.inputs?.({ ...inputs, files: ['/a/two.js'] });
  assert.deepEqual(supervised.inputs, [['/a/one.js'], [], ['/a/two.js']]);
});

test('a program that its debugger restarts has read its inputs again', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const { launch } = supervised;
  launch.events.inputs?.({ base: '/a', files: ['/a/one.js'], folders: [], readSince: new Date(0) });
  launch.events.started(1);
  launch.events.started(2);
  assert.deepEqual(supervised.inputs, [['/a/one.js'], ['/a/one.js']]);
  assert.deepEqual(supervised.pids, [1, 2]);
});

/** A running program whose next launch can be prepared, and is being prepared. */
function startRecreation(): {
  readonly supervised: SupervisedRun;
  readonly preparation: FakePreparation;
} {
  const supervised = new SupervisedRun('Debug');
  supervised.onCreate = (strategy) => strategy.allowPreparation();
  supervised.begin();
  supervised.launch.events.started(1);
  assert.equal(supervised.run.recreate?.(), undefined);
  const [preparation] = supervised.strategies[0]?.preparations ?? [];
  assert.ok(preparation);
  return { supervised, preparation };
}

test('a program runs until its next launch is prepared, and is then replaced', async () => {
  const { preparation, supervised } = startRecreation();
  const first = supervised.launch;
  preparation.events.note('Building…\n');
  await turn();
  assert.equal(first.ends, 0);
  preparation.succeed();
  await turn();
  assert.equal(first.ends, 1);
  first.exit(0);
  await turn();
  assert.deepEqual(supervised.recreations, ['preparing', 'launching']);
  supervised.launch.events.started(2);
  assert.deepEqual(supervised.recreations, ['preparing', 'launching', 'done']);
  assert.deepEqual(supervised.modes, ['Debug', 'Debug']);
  assert.deepEqual(supervised.reports, [
    'started',
    'log: Building…',
    'debug: Building…',
    'started',
  ]);
});

test('a program whose next launch cannot be prepared runs on, and can be recreated later', async () => {
  const { preparation, supervised } = startRecreation();
  preparation.fail(broken);
  await turn();
  assert.equal(supervised.launch.ends, 0);
  assert.deepEqual(supervised.ends, []);
  assert.deepEqual(supervised.recreations, ['preparing', 'failed']);
  assert.equal(supervised.run.recreate?.(), undefined);
  assert.equal(supervised.launches.length, 1);
});

test('what is under way is told instead of a second recreation', async () => {
  const { preparation, supervised } = startRecreation();
  assert.equal(supervised.run.recreate?.(), 'recreating');
  preparation.succeed();
  await turn();
  assert.equal(supervised.run.recreate?.(), 'restarting');
  supervised.launch.exit();
  await turn();
  assert.equal(supervised.run.recreate?.(), 'launching');
  await supervised.run.stop();
  assert.equal(supervised.run.recreate?.(), 'ending');
  supervised.launch.exit();
  await turn();
  assert.equal(supervised.run.recreate?.(), 'ending');
});

test('a restart during a preparation cancels it and replaces the program at once', async () => {
  const { preparation, supervised } = startRecreation();
  supervised.run.restart?.();
  assert.ok(preparation.signal.aborted);
  preparation.events.note('late');
  preparation.fail(broken);
  supervised.launch.exit();
  await turn();
  supervised.launch.events.started(2);
  assert.deepEqual(supervised.recreations, ['preparing', 'done']);
  assert.deepEqual(supervised.reports, ['started', 'started']);
});

for (const [title, end] of [
  ['stop', (supervised: SupervisedRun) => void supervised.run.stop()],
  ['exit of the program', () => undefined],
] as const) {
  test(`a ${title} during a preparation cancels it and ends the run`, async () => {
    const { preparation, supervised } = startRecreation();
    end(supervised);
    supervised.launch.exit(3);
    await turn();
    assert.ok(preparation.signal.aborted);
    preparation.succeed();
    await turn();
    assert.equal(supervised.launches.length, 1);
    assert.deepEqual(supervised.ends, [{ kind: 'ended', exitCode: 3 }]);
  });
}

test('a debugger attaches and detaches while the next launch is prepared', async () => {
  const { preparation, supervised } = startRecreation();
  const { launch } = supervised;
  launch.strategy.controls = { letGo: () => Promise.resolve(true) };
  supervised.run.detachDebugger?.();
  await turn();
  assert.equal(launch.ends, 0);
  preparation.succeed();
  await turn();
  launch.exit();
  await turn();
  assert.deepEqual(supervised.modes, ['Debug', 'NoDebug']);
});

test('a program without preparations is recreated by a restart', async () => {
  const supervised = new SupervisedRun('NoDebug').begin();
  supervised.launch.events.started(1);
  assert.equal(supervised.run.recreate?.(), undefined);
  supervised.launch.exit();
  await turn();
  supervised.launch.events.started(2);
  assert.deepEqual(supervised.recreations, ['preparing', 'done']);
});

test('what a launch explains is told while it is the present one', async () => {
  const supervised = new SupervisedRun('Debug').begin();
  const first = supervised.launch;
  first.events.explain?.({ kind: 'page', result: 'taken', milliseconds: 1 });
  first.events.started(1);
  supervised.run.restart?.();
  first.exit(0);
  await turn();
  first.events.explain?.({ kind: 'changed', by: 'watch', files: 1 });
  supervised.launch.events.explain?.({ kind: 'reloaded', result: 'ready' });
  assert.deepEqual(supervised.steps, ['launch', 'page', 'quit', 'exited', 'launch', 'reloaded']);
});
