import assert from 'node:assert/strict';
import type { RunRequest } from '../../../../tools/controller/runRequest.ts';
import { pressRestart } from '../debugView.ts';
import { file, isRunning } from '../workspace.ts';
import { assertTold, buildLimit, debugged, staying, useFixture } from './fixture.ts';

describe('A program that is a source file without a project', () => {
  const fixture = useFixture();

  function request(mode: 'Debug' | 'NoDebug', args: readonly string[]): RunRequest {
    return {
      launch_configurations: [{ type: 'project', mode, project_path: file('tools/single.cs') }],
      args: [...args],
      env: [{ name: 'GREETING', value: 'hello' }],
    };
  }

  for (const mode of ['Debug', 'NoDebug'] as const) {
    it(`reports the pid, both streams and the exit code of its program in mode ${mode}`, async () => {
      const session = await fixture.controller.runSession(request(mode, []));
      await assertTold(session);
    });
  }

  it('is debugged by the .NET debugger, restarted from its toolbar, and stopped by its own signal handler', async () => {
    const { controller, view } = fixture;
    const session = await controller.runSession(request('Debug', ['stay']));
    await staying(session);
    const child = await debugged(view, 'single');
    assert.equal(child.type, 'coreclr');
    assert.equal(child.parentSession?.name, 'single');
    assert.ok(isRunning(await session.started));
    await pressRestart(child);
    await session.restarted(1, buildLimit);
    await staying(session, 2);
    await debugged(view, 'single', child);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it('has no debugger above it in mode NoDebug', async () => {
    const { controller, view } = fixture;
    const session = await controller.runSession(request('NoDebug', ['stay']));
    await staying(session);
    assert.ok(view.sessions.some(({ name }) => name === 'single'));
    assert.ok(view.sessions.every(({ type }) => type === 'ide-session'));
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });
});
