import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReportedEnd } from '../../../src/vscode/run/reportedEnd.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

function endOf() {
  const clock = new ManualClock();
  const calls: string[] = [];
  const end = new ReportedEnd({
    clock,
    endLeftovers: () => {
      calls.push('leftovers');
      return Promise.resolve();
    },
    endSession: () => calls.push('session'),
    over: () => calls.push('over'),
  });
  return { calls, clock, end };
}

for (const order of [
  ['exited', 'terminated'],
  ['terminated', 'exited'],
] as const) {
  test(`a program ends as soon as its adapter has reported ${order.join(' and ')}`, () => {
    const { calls, clock, end } = endOf();
    for (const report of order) {
      assert.deepEqual(calls, []);
      if (report === 'exited') end.exited(3);
      else end.terminated();
    }
    assert.deepEqual(calls, ['over']);
    assert.equal(end.exitCode, 3);
    end.cancel();
    assert.equal(clock.pending, 0);
  });
}

test('an adapter that reports half of the end is asked for the rest, and then disconnected', () => {
  const { calls, clock, end } = endOf();
  end.exited(undefined);
  assert.ok(end.hasExited);
  clock.advance(2_999);
  assert.deepEqual(calls, []);
  clock.advance(1);
  assert.deepEqual(calls, ['session']);
  clock.advance(1_000);
  assert.deepEqual(calls, ['session', 'over']);
});

test("leftover processes are ended when the program's process has exited", async () => {
  const { calls, clock, end } = endOf();
  end.gone();
  clock.advance(500);
  assert.deepEqual(calls, ['leftovers']);
  await Promise.resolve();
  clock.advance(4_000);
  assert.deepEqual(calls, ['leftovers', 'session', 'over']);
});

test('a process that another one replaces does not count as the end', () => {
  const { calls, clock, end } = endOf();
  end.gone();
  end.awaitReplacement(true);
  end.exited(0);
  end.terminated();
  clock.advance(10_000);
  assert.deepEqual(calls, []);
  end.reset();
  assert.ok(!end.isReplaced && !end.hasExited);
});

test('after its disposal it does not wait', () => {
  const { calls, clock, end } = endOf();
  end.gone();
  end.dispose();
  end.terminated();
  assert.equal(clock.pending, 0);
  assert.deepEqual(calls, []);
});
