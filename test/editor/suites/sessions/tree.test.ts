import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { file } from '../workspace.ts';
import { startProgram } from './programs.ts';
import { act, pickFor, readRows, showDetails, untilRows } from './rows.ts';

/** The text of the active editor. */
function activeText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

describe('The view IDE Sessions', () => {
  const fixture = useFixture();

  before(async () => {
    await vscode.commands.executeCommand('ideSessionHost.clearEnded');
    await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
  });

  it('leads to the first session while there is none', async () => {
    const [shown = ''] = await ask({
      do: 'read',
      selector: '.welcome-view-content',
      text: 'Open a folder with a Blazor client',
    });
    assert.match(shown, /New Terminal for a Controller/);
  });

  it('shows the sessions of a controller with their states, and stops them', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    const [pid] = session.pids;
    const rows = await readRows(`pid ${pid}`);
    assert.equal(rows.length, 2);
    // The page has them in any order.
    const [controller = '', program = ''] = rows.toSorted();
    assert.match(controller, new RegExp(`Controller ${fixture.controller.instanceId}`));
    assert.match(program, /serve\s*\d+s · pid \d+/);
    await act('serve', 'Stop');
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
    await readRows('stopped · exit code 7');
  });

  it('stops a session by its context menu', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    const text = `pid ${session.pids[0]}`;
    await readRows(text);
    await pickFor(text, 'Stop');
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it('counts failures in a badge, until they are cleared', async () => {
    const session = await startProgram(fixture.controller, 'crash.js');
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
    await readRows('exit code 1');
    const badge = '.action-item:has([aria-label^="Run and Debug"]) .badge-content';
    await ask({ do: 'read', selector: badge, text: '1' });
    await act('crash', 'Clear');
    const clearEnded = '.pane-header .action-label[aria-label^="Clear Ended Sessions"]';
    await ask({ do: 'click', selector: clearEnded, text: '' });
    await ask({ do: 'read', selector: '.welcome-view-content', text: 'Open a folder' });
  });

  it('shows the details of a session that is clicked, as they change', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    await showDetails(session, () => activeText().includes('state: running'));
    assert.match(activeText(), new RegExp(`script_path: ${file('serve.js')}`));
    await until('the output is shown', () => /stdout:\n {2}serving\n/.test(activeText()));
    assert.match(activeText(), /stderr:\n {2}a warning\n/);
    await fixture.controller.stopSession(session.id);
    await until('the end is shown', () => /state: stopped\n[^]*exit code: 7\n/.test(activeText()));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('is filtered, collapsed and used by keyboard', async () => {
    await vscode.commands.executeCommand('ideSessionHost.clearEnded');
    const crashed = await startProgram(fixture.controller, 'crash.js');
    await crashed.terminatedWithin();
    const session = await startProgram(fixture.controller, 'serve.js');
    await untilRows('Controller', 'serve', 'crash');

    await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
    await ask({ do: 'press', key: 'F3' });
    const widget = '.customview-tree .monaco-tree-type-filter';
    await ask({ do: 'click', selector: `${widget} .codicon-list-filter`, text: '' });
    await ask({ do: 'fill', selector: `${widget} input`, text: 'crash' });
    await untilRows('Controller', 'crash');
    // Escape would close notifications first, if they are shown.
    await ask({ do: 'click', selector: `${widget} .codicon-close`, text: '' });
    await untilRows('Controller', 'serve', 'crash');

    const button = '.pane-header .action-label[aria-label^="Collapse All"]';
    await ask({ do: 'click in row', rows: '.pane', text: 'IDE Sessions', button });
    await untilRows('Controller');

    await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
    for (const key of ['Home', 'ArrowRight']) await ask({ do: 'press', key });
    await untilRows('Controller', 'serve', 'crash');
    for (const key of ['ArrowDown', 'Enter']) await ask({ do: 'press', key });
    await until('the details are shown', () => activeText().includes('state: running'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await fixture.controller.stopSession(session.id);
  });
});
