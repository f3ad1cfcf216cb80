import assert from 'node:assert/strict';
import { pressRestart, pressStop } from './debugView.ts';
import { useFixture } from './fixture.ts';
import { file, isRunning, withSetting } from './workspace.ts';

const worker = (...args: string[]) => ({
  launch_configurations: [{ type: 'python', program_path: file('worker.py') }],
  args,
});

describe('A program that a debug adapter launches', () => {
  const fixture = useFixture();

  it('reports the pid, both streams and the exit code from its adapter, and no other messages', async () => {
    const session = await fixture.controller.runSession(worker('one'));
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 4 });
    assert.equal(session.starts, 1);
    assert.equal(session.pids.length, 1);
    assert.equal(session.stdout, 'worker one\nleads to an endpoint: False\n');
    assert.equal(session.stderr, 'to stderr\n');
    assert.deepEqual(session.messages, []);
  });

  it('ends by its own signal handler when the controller stops it, though its debugger would kill it', async () => {
    const session = await fixture.controller.runSession(worker('stay'));
    await session.waitFor(({ stderr }) => stderr.includes('to stderr\n'));
    await fixture.controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 9 });
    assert.ok(session.stdout.endsWith('ending\n'));
  });

  for (const supportsRestart of [true, false]) {
    const ways = supportsRestart ? 'can restart' : "can't restart";
    it(`keeps its session when it is restarted by an adapter that ${ways}`, async () => {
      await withSetting('debugpyFixture.supportsRestart', supportsRestart, async () => {
        const session = await fixture.controller.runSession(worker('stay'));
        await session.waitFor(({ stderr }) => stderr.includes('to stderr\n'));
        await pressRestart(await fixture.view.session('debugpy', 'worker.py'));
        const pid = await session.restarted();
        assert.notEqual(pid, await session.started);
        await session.waitFor(({ stderr }) => stderr === 'to stderr\nto stderr\n');
        assert.ok(isRunning(pid));
        // When its own toolbar stops it, the debugger kills it.
        await pressStop(await fixture.view.session('debugpy', 'worker.py'));
        assert.deepEqual(await session.terminatedWithin(), { exitCode: 137 });
      });
    });
  }

  it('counts as started even if its adapter never reports a process', async () => {
    await withSetting('debugpyFixture.tellsProcess', false, async () => {
      const session = await fixture.controller.runSession(worker());
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 4 });
      assert.equal(session.starts, 1);
      assert.deepEqual(session.pids, []);
    });
  });

  it('is killed if its adapter does not stop it', async () => {
    await withSetting('debugpyFixture.ignoresStop', true, async () => {
      await withSetting('ideSessionHost.stopGrace', 1, async () => {
        const session = await fixture.controller.runSession(worker('stay'));
        await session.waitFor(({ stderr }) => stderr.includes('to stderr\n'));
        await fixture.controller.stopSession(session.id);
        assert.ok(!isRunning(await session.started));
      });
    });
  });

  it('reports why its debugger could not launch it', async () => {
    await withSetting('debugpyFixture.refuses', true, async () => {
      const session = await fixture.controller.runSession(worker());
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
      assert.equal(session.messages[0]?.code, 'DebuggerNotStarted');
      assert.match(session.messages[0]?.message ?? '', /worker\.py: the fixture refuses\. Start/);
    });
  });

  it('runs without a debugger in mode NoDebug', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [
        { type: 'python', mode: 'NoDebug', program_path: file(''), module: 'worker' },
      ],
    });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 4 });
    assert.equal(session.stdout, 'worker\nleads to an endpoint: False\n');
  });
});
