import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pollUntil } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { withSetting } from '../workspace.ts';
import { startProgram } from './programs.ts';

/** The lines of the terminal, where it draws them as text. */
const rows = '.terminal-editor .xterm-rows > div, .editor-instance .xterm-rows > div';

async function readLog(text: string): Promise<readonly string[]> {
  const lines = await ask({ do: 'read', selector: rows, text });
  return lines
    .map((line) => line.replaceAll('\u00a0', ' ').trimEnd())
    .filter((line) => line !== '');
}

/** Waits until the active tab has this title. */
async function untilTab(title: string): Promise<void> {
  await pollUntil(`the tab ${title} is active`, 120_000, () => activeTab() === title);
}

function activeTab(): string | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.label;
}

/** The text of the active document once its name ends like this. */
async function untilDocument(end: string): Promise<string> {
  const document = () => vscode.window.activeTextEditor?.document;
  await pollUntil(`a document ${end} is active`, 120_000, () =>
    Boolean(document()?.fileName.endsWith(end)),
  );
  return document()?.getText() ?? '';
}

describe('The log of a session', () => {
  const fixture = useFixture();

  it('is followed in a tab, pauses, has links, and opens as a document', async () => {
    await withSetting('terminal.integrated.gpuAcceleration', 'off', async () => {
      const session = await startProgram(fixture.controller, 'colourful.js');
      await ask({ do: 'run command', title: 'IDE Session: Show Log' });
      await untilTab('colourful');
      const [header = '', ...lines] = await readLog('a warning');
      assert.match(header, /^Log of colourful\./);
      assert.equal(lines[0], 'green text');
      assert.equal(lines.at(-1), 'err│ a warning');

      await vscode.commands.executeCommand('workbench.action.terminal.focus');
      await ask({ do: 'press', key: ' ' });
      await untilTab('colourful (paused)');
      await ask({ do: 'press', key: ' ' });
      await untilTab('colourful');
      process.kill(session.pids[0] ?? 0, 'SIGUSR2');
      await readLog('one more');

      await ask({ do: 'press', key: 'ControlOrMeta+f' });
      const find = '.simple-find-part.visible';
      await ask({ do: 'fill', selector: `${find} input`, text: 'warning' });
      await ask({ do: 'read', selector: `${find} .matchesCount`, text: '1 of 1' });
      await ask({ do: 'press', key: 'Escape' });

      void vscode.commands.executeCommand('workbench.action.terminal.openDetectedLink');
      await ask({ do: 'read picks', expected: 'serve.js' });
      await ask({ do: 'pick', label: 'serve.js' });
      await untilTab('serve.js');
      const { selection } = vscode.window.activeTextEditor ?? {};
      assert.deepEqual([selection?.active.line, selection?.active.character], [2, 4]);

      await ask({ do: 'run command', title: 'IDE Session: Show Whole Log' });
      const whole = await untilDocument('.log');
      assert.match(whole, /^green text\n.*\nerr│ a warning\none more\n$/);

      await fixture.controller.stopSession(session.id);
      await ask({ do: 'run command', title: 'IDE Session: Show Log' });
      await untilTab('colourful (ended)');
      await readLog('Ended with exit code 0.');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  });
});
