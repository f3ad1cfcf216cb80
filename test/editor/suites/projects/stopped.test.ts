import assert from 'node:assert/strict';
import { pressStop } from '../debugView.ts';
import { isRunning, withSetting } from '../workspace.ts';
import { debugged, staying, tool, useFixture } from './fixture.ts';

/** The longest time that a program may take to end, in seconds. */
const grace = 8;

describe('A debugged project that is stopped', () => {
  const fixture = useFixture();

  it('ends by its own signal handler, though its debugger would kill it', async () => {
    const { controller } = fixture;
    const session = await controller.runSession(tool(['stay']));
    await staying(session);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
    assert.ok(session.stdout.endsWith('staying\nending\n'));
  });

  it("also ends by its debugger's toolbar", async () => {
    const { controller, view } = fixture;
    const session = await controller.runSession(tool(['stay']));
    await staying(session);
    await pressStop(await debugged(view, 'Tool'));
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it('ends by its own signal handler if it is paused, in time', async () => {
    const { controller, view } = fixture;
    await withSetting('ideSessionHost.stopGrace', grace, async () => {
      const session = await controller.runSession(tool(['stay']));
      await staying(session);
      await (await debugged(view, 'Tool')).customRequest('pause', { threadId: 1 });
      await controller.stopSession(session.id);
      // A process that exceeds its grace period is killed, and ends with 137.
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
    });
  });

  it('ends by its own signal handler if it was resumed before', async () => {
    const { controller, view } = fixture;
    const session = await controller.runSession(tool(['stay']));
    await staying(session);
    const child = await debugged(view, 'Tool');
    await child.customRequest('pause', { threadId: 1 });
    await child.customRequest('continue', { threadId: 1 });
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it('never starts if its debugger has not launched it yet', async () => {
    const { controller, view } = fixture;
    await withSetting('coreclrFixture.hesitates', true, async () => {
      const session = await controller.runSession(tool(['stay']));
      await view.says('Loading Tool');
      await controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
      assert.equal(session.starts, 0);
    });
  });

  it('is killed if it ignores the signal, and its debugger does not stop it either', async () => {
    const { controller } = fixture;
    await withSetting('coreclrFixture.ignoresStop', true, async () => {
      await withSetting('ideSessionHost.stopGrace', 1, async () => {
        const session = await controller.runSession(tool(['stubborn']));
        await staying(session);
        await controller.stopSession(session.id);
        assert.deepEqual(await session.terminatedWithin(), { exitCode: 137 });
        assert.ok(!isRunning(await session.started));
      });
    });
  });

  it('ends with its program even if its debugger no longer responds', async () => {
    const { controller } = fixture;
    await withSetting('coreclrFixture.hangs', true, async () => {
      const session = await controller.runSession(tool(['stay']));
      await staying(session);
      await controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), {});
      assert.ok(session.stdout.endsWith('ending\n'));
      assert.ok(!isRunning(await session.started));
    });
  });
});
