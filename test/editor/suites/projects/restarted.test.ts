import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { pressRestart } from '../debugView.ts';
import { file, isRunning, withSetting } from '../workspace.ts';
import { buildLimit, debugged, staying, tool, useFixture } from './fixture.ts';

async function edit(what: string, by: string): Promise<void> {
  const path = file('Tool/Program.cs');
  const text = await readFile(path, 'utf8');
  assert.ok(text.includes(what));
  await writeFile(path, text.replace(what, by));
}

describe('A debugged project that is restarted', () => {
  const fixture = useFixture();
  const toolbars = {
    "its debugger's toolbar": (child: vscode.DebugSession) => child,
    'the toolbar of the session above': (child: vscode.DebugSession) => child.parentSession,
  };

  for (const [title, sessionOf] of Object.entries(toolbars)) {
    it(`is rebuilt by ${title}, and keeps its session`, async () => {
      const { controller, view } = fixture;
      const session = await controller.runSession(tool(['stay']));
      await staying(session);
      const child = await debugged(view, 'Tool');
      const former = await session.started;
      await edit('"staying"', '"changed"');
      const pressed = sessionOf(child);
      assert.ok(pressed !== undefined);
      await pressRestart(pressed);
      const pid = await session.restarted(1, buildLimit);
      assert.ok(pid !== undefined && pid !== former);
      await session.waitFor(({ stdout }) => stdout.endsWith('changed\n'));
      assert.ok(isRunning(pid) && !isRunning(former));
      assert.ok(session.stdout.includes('staying\nending\n'));
      await debugged(view, 'Tool', child);
      await edit('"changed"', '"staying"');
      await controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
      assert.equal(session.starts, 2);
    });
  }

  it('is resumed to receive its signal if it is paused', async () => {
    const { controller, view } = fixture;
    await withSetting('ideSessionHost.stopGrace', 8, async () => {
      const session = await controller.runSession(tool(['stay']));
      await staying(session);
      const child = await debugged(view, 'Tool');
      await child.customRequest('pause', { threadId: 1 });
      const former = await session.started;
      await pressRestart(child);
      await view.ended(child);
      assert.ok(!isRunning(former));
      const pid = await session.restarted(1, buildLimit);
      assert.ok(isRunning(pid));
      await staying(session, 2);
      await controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
      // The first one was resumed to receive its signal, and exited by itself.
      assert.equal(session.stdout.split('ending\n').length, 3);
    });
  });
});
