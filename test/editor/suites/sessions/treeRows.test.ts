import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { file } from '../workspace.ts';
import { copyDuring } from './clipboard.ts';
import { runningSession, untilEnded } from './ownSessions.ts';
import { startProgram } from './programs.ts';
import { act, pickFor, untilRows } from './rows.ts';

describe('A row of IDE Sessions', () => {
  const fixture = useFixture();

  beforeEach(async () => {
    await vscode.commands.executeCommand('ideSessionHost.clearEnded');
    await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
  });

  it('has buttons that attach and detach a debugger, and restart the program', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    await act('serve', 'Attach Debugger');
    const jsDebug = await fixture.view.session('pwa-node', 'serve.js (js-debug)');
    await session.restarted(1);
    await act('serve', 'Detach Debugger');
    await fixture.view.ended(jsDebug);
    await act('serve', 'Restart');
    await session.restarted(2);
    assert.equal(session.starts, 3);
    await fixture.controller.stopSession(session.id);
  });

  it('has a menu that copies what identifies the session, and opens its project', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    assert.equal(await copyDuring(() => pickFor('serve', 'Copy Id')), session.id);
    const copied = await copyDuring(() => pickFor('serve', 'Copy Launch Configuration'));
    const script_path = file('serve.js');
    assert.deepEqual(JSON.parse(copied), { type: 'node', mode: 'NoDebug', script_path });
    await pickFor('serve', 'Open Project');
    await until(
      'the project is shown',
      () => vscode.window.activeTextEditor?.document.uri.fsPath === script_path,
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await fixture.controller.stopSession(session.id);
  });

  it('has buttons that start an ended session of the user again', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(await vscode.debug.startDebugging(folder, 'Plain controller', { noDebug: true }));
    let session = await runningSession('NoDebug');
    for (const [button, mode] of [
      ['Run Again', 'NoDebug'],
      ['Debug Again', 'Debug'],
    ] as const) {
      // The row of a cleared session is shown for a moment longer, without a session to start again.
      await vscode.commands.executeCommand('ideSessionHost.clearEnded');
      await untilRows(`pid ${session.pid}`);
      await act('node', 'Stop');
      await untilEnded(session);
      await act('node', button);
      session = await runningSession(mode);
    }
    await act('node', 'Stop');
    await untilEnded(session);
    await fixture.view.empty();
  });
});
