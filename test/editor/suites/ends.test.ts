import assert from 'node:assert/strict';
import { goOn, pressRestart, pressStop } from './debugView.ts';
import { useFixture } from './fixture.ts';
import { breakAt, file, isRunning, removeBreakpoints } from './workspace.ts';

const serving = (mode: 'Debug' | 'NoDebug') => ({
  launch_configurations: [{ type: 'node', mode, script_path: file('server.js') }],
});

for (const mode of ['Debug', 'NoDebug'] as const) {
  describe(`A server that runs in mode ${mode}`, () => {
    const fixture = useFixture();

    it('ends by its own signal handler when the controller stops it', async () => {
      const session = await fixture.controller.runSession(serving(mode));
      await session.waitFor(({ stdout }) => stdout.includes('serving\n'));
      assert.equal(await fixture.controller.stopSession(session.id), 200);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
      assert.equal(session.stdout, 'serving\nending\n');
      assert.equal(await fixture.controller.stopSession(session.id), 204);
    });

    it('keeps its session when the toolbar restarts it, and reports the new pid', async () => {
      const session = await fixture.controller.runSession(serving(mode));
      await session.waitFor(({ stdout }) => stdout.includes('serving\n'));
      await pressRestart(await fixture.view.session('ide-session', 'server.js'));
      const pid = await session.restarted();
      assert.notEqual(pid, await session.started);
      assert.ok(isRunning(pid));
      await session.waitFor(({ stdout }) => stdout === 'serving\nending\nserving\n');
      await fixture.controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
    });

    it('ends its session when the toolbar stops it', async () => {
      const session = await fixture.controller.runSession(serving(mode));
      await session.waitFor(({ stdout }) => stdout.includes('serving\n'));
      await pressStop(await fixture.view.session('ide-session', 'server.js'));
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
    });

    it('ends with all others when the toolbar stops their controller', async () => {
      const sessions = await Promise.all(
        [1, 2].map(() => fixture.controller.runSession(serving(mode))),
      );
      await Promise.all(
        sessions.map((one) => one.waitFor(({ stdout }) => stdout.includes('serving\n'))),
      );
      const group = `Controller ${fixture.controller.instanceId}`;
      await pressStop(await fixture.view.session('ide-session', group));
      for (const one of sessions) assert.deepEqual(await one.terminatedWithin(), { exitCode: 7 });
    });
  });
}

describe('A session', () => {
  const fixture = useFixture();

  it('can be stopped while its program is paused at a breakpoint', async () => {
    breakAt('server.js', 7);
    const session = await fixture.controller.runSession(serving('Debug'));
    await fixture.view.stop();
    assert.equal(await fixture.controller.stopSession(session.id), 200);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
    assert.ok(!isRunning(await session.started));
  });

  it("is restarted from its debugger's toolbar as well, and stops at breakpoints again", async () => {
    breakAt('server.js', 9);
    const session = await fixture.controller.runSession(serving('Debug'));
    const first = await fixture.view.stop();
    await pressRestart(first.session);
    await session.restarted();
    const second = await fixture.view.stop();
    removeBreakpoints();
    await goOn(second);
    await session.waitFor(({ stdout }) => stdout.endsWith('serving\n'));
    await pressStop(second.session);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it('reports the exit code and last output of a program that crashes immediately', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('crash.js') }],
    });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
    assert.match(session.stderr, /crashed at once/);
    assert.ok(await session.started);
  });

  for (const mode of ['Debug', 'NoDebug'] as const) {
    it(`is refused in mode ${mode} if its program is known to be unable to start`, async () => {
      const failures = {
        ProgramNotFound: { script_path: file('missing.js') },
        RuntimeNotFound: { script_path: file('crash.js'), runtime_executable: '/missing/node' },
        WorkingDirectoryNotFound: {
          script_path: file('crash.js'),
          working_directory: file('missing'),
        },
      };
      for (const [code, properties] of Object.entries(failures)) {
        const request = { launch_configurations: [{ type: 'node', mode, ...properties }] };
        await assert.rejects(fixture.controller.runSession(request), { status: 400, code }, code);
      }
    });
  }
});
