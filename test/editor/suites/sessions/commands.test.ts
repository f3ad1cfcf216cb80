import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extractTrace } from '../../../../src/trace/report/readReport.ts';
import { parseTrace } from '../../../../src/trace/traceText.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { file } from '../workspace.ts';
import { copyBy } from './clipboard.ts';
import { ClosedDoor } from './closedDoor.ts';
import { startProgram } from './programs.ts';

const command = (title: string) => ask({ do: 'run command', title: `IDE Session: ${title}` });

/** Whether the palette lists a command. */
async function isListed(title: string): Promise<boolean> {
  await vscode.commands.executeCommand('workbench.action.quickOpen', `>IDE Session: ${title}`);
  // Without a match, the palette says so in a row.
  const listed = await ask({ do: 'read picks', expected: '' });
  await ask({ do: 'press', key: 'Escape' });
  return listed.some((text) => text.includes(title));
}

/** Asserts that the palette lists the first commands, and none of the others. */
async function assertListed(listed: readonly string[], others: readonly string[]): Promise<void> {
  for (const title of listed) await until(`${title} is listed`, () => isListed(title));
  for (const title of others) {
    await until(`${title} is not listed`, async () => !(await isListed(title)));
  }
}

describe('The commands for sessions', () => {
  const fixture = useFixture();

  before(() => vscode.commands.executeCommand('ideSessionHost.clearEnded'));

  it('are in the palette while there is a session that they can act on', async () => {
    await assertListed(['Start…'], ['Stop…', 'Attach Debugger…', 'Show Details…', 'Clear…']);
    const session = await startProgram(fixture.controller, 'serve.js');
    await assertListed(['Stop…', 'Attach Debugger…'], ['Detach Debugger…', 'Clear…']);
    await fixture.controller.stopSession(session.id);
    await assertListed(['Clear…', 'Show Details…'], ['Stop…']);
  });

  it('ask which session is meant, the latest first', async () => {
    const first = await startProgram(fixture.controller, 'serve.js');
    const second = await startProgram(fixture.controller, 'colourful.js');
    await command('Stop…');
    const picks = await ask({ do: 'read picks', expected: 'colourful' });
    assert.equal(picks.length, 2);
    assert.match(picks[0] ?? '', /colourful.*running · \d+s · pid \d+.*colourful\.js/);
    assert.match(picks[1] ?? '', /serve.*serve\.js/);
    await ask({ do: 'pick', label: `pid ${second.pids[0]}` });
    assert.deepEqual(await second.terminatedWithin(), { exitCode: 0 });
    await fixture.controller.stopSession(first.id);
  });

  it('attach a debugger to the only session, and detach it', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    await command('Attach Debugger…');
    // A Node program is restarted for its debugger, and keeps running without it.
    await session.restarted();
    await assertListed(['Detach Debugger…'], ['Attach Debugger…']);
    await command('Detach Debugger…');
    await assertListed(['Attach Debugger…'], ['Detach Debugger…']);
    assert.equal(session.starts, 2);
    await fixture.controller.stopSession(session.id);
  });

  it('restart a session with a debugger, and without one', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    await command('Restart with Debugger…');
    await session.restarted(1);
    const jsDebug = await fixture.view.session('pwa-node', 'serve.js (js-debug)');
    await command('Restart without Debugger…');
    await fixture.view.ended(jsDebug);
    await session.restarted(2);
    await fixture.controller.stopSession(session.id);
  });

  it('replace programs whose files have changed', async () => {
    const script = file('edited.js');
    const write = (text: string): Promise<void> =>
      writeFile(script, `setInterval(() => undefined, 1_000);\nconsole.log('${text}');\n`);
    await write('first');
    const session = await startProgram(fixture.controller, 'edited.js');
    await write('second');
    // In the palette once the session is out of date.
    await command('Recreate…');
    await session.waitFor(({ stdout }) => stdout.includes('second'));
    await write('third');
    await command('Restart All Out of Date');
    await session.waitFor(({ stdout }) => stdout.includes('third'));
    assert.equal(session.starts, 3);
    await fixture.controller.stopSession(session.id);
    await rm(script);
  });

  it('show the log of the host', async () => {
    await command('Show Host Log');
    const isShown = ({ document }: vscode.TextEditor): boolean =>
      document.uri.scheme === 'output' && document.fileName.includes('IDE Session Host');
    await until('the log is shown', () => vscode.window.visibleTextEditors.some(isShown));
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('report a problem, with the state of the window and its trace', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    // The document exists before its editor does.
    const getReport = () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.isUntitled && shown.languageId === 'markdown' ? shown : undefined;
    };
    await command('Report a Problem…');
    await until('the report is shown', () => getReport() !== undefined);
    const report = getReport()?.getText() ?? '';
    assert.match(report, /^\| ms-vscode\.js-debug \| \d+\.\d+\.\d+ \|$/m);
    assert.match(report, new RegExp(`\\| node \\|.*\\| Running \\| ${session.pids[0]} \\|`));
    assert.match(report, /^\| \d+ \| ide-session \|/m);
    assert.doesNotMatch(report, /serve\.js/);
    const { records } = parseTrace(extractTrace(report), 'report');
    assert.ok(
      records.some((record) => record.kind === 'command' && record.command === 'reportProblem'),
    );
    assert.doesNotMatch(report, /^## Output/m);
    const close = async (): Promise<void> => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      // The editor asks where to save it before it debugs something.
      await until('the report is closed', () => getReport() === undefined);
    };
    await close();
    await command('Report a Problem with Output…');
    await until('the report is shown', () => getReport() !== undefined);
    assert.match(getReport()?.getText() ?? '', /^## Output of session-\d+\n\n {4}\S/m);
    await close();
    await fixture.controller.stopSession(session.id);
  });

  it('detach a debugger that the program has not let in yet', async () => {
    const door = await ClosedDoor.open();
    const folder = await mkdtemp(join(tmpdir(), 'closed-'));
    const script = join(folder, 'closed.cjs');
    await writeFile(script, door.script);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('serve.js') }],
      env: [{ name: 'NODE_OPTIONS', value: `--require ${script}` }],
    });
    const jsDebug = await fixture.view.session('pwa-node', 'serve.js (js-debug)');
    await until('js-debug is at the door', () => door.isWaitedAt);
    await command('Detach Debugger…');
    await fixture.view.ended(jsDebug);
    assert.equal(session.stdout, '');
    door.letIn();
    await session.waitFor(({ stdout }) => stdout.includes('\n'));
    assert.equal(session.starts, 1);
    await fixture.controller.stopSession(session.id);
    door.dispose();
    await rm(folder, { recursive: true });
  });

  it('copy what identifies a session and a controller', async () => {
    await vscode.commands.executeCommand('ideSessionHost.clearEnded');
    const session = await startProgram(fixture.controller, 'serve.js');
    assert.equal(await copyBy('Copy Id…'), session.id);
    const copied = JSON.parse(await copyBy('Copy Launch Configuration…')) as object;
    const script_path = file('serve.js');
    assert.deepEqual(copied, { type: 'node', mode: 'NoDebug', script_path });
    const environment = await copyBy('Copy Environment for a Controller');
    const names = [...environment.matchAll(/^export (\w+)=/gm)].map(([, name = '']) => name);
    assert.deepEqual(names.toSorted(), [
      'DEBUG_SESSION_INFO',
      'DEBUG_SESSION_PORT',
      'DEBUG_SESSION_RUN_MODE',
      'DEBUG_SESSION_SERVER_CERTIFICATE',
      'DEBUG_SESSION_TOKEN',
    ]);
    await command('Open Project…');
    await until(
      'the project is shown',
      () => vscode.window.activeTextEditor?.document.uri.fsPath === script_path,
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await fixture.controller.stopSession(session.id);
  });

  it('run a session of the user again', async () => {
    await vscode.commands.executeCommand('ideSessionHost.clearEnded');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(await vscode.debug.startDebugging(folder, 'Plain controller'));
    await ask({ do: 'read status bar', text: 'node' });
    await command('Stop…');
    await fixture.view.empty();
    await command('Run Again…');
    await ask({ do: 'read status bar', text: 'node' });
    // Only the second one will have ended.
    await vscode.commands.executeCommand('ideSessionHost.clearEnded');
    await command('Stop…');
    await fixture.view.empty();
    await command('Debug Again…');
    await ask({ do: 'read status bar', text: 'node' });
    await command('Stop…');
    await fixture.view.empty();
  });
});
