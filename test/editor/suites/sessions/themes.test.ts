import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  type StaticServer,
  startStaticServer,
} from '../../../../tools/fixtures/web/staticServer.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { breakAt, file, removeBreakpoints, useSettings, withSetting } from '../workspace.ts';
import { startProgram } from './programs.ts';
import { act, showDetails } from './rows.ts';

/** The themes that come with the editor, with the names that it has for their kinds. */
const themes = [
  { id: 'Default Dark Modern', workbench: 'vs-dark', kind: 'vscode-dark', picture: 'sessionsDark' },
  { id: 'Default Light Modern', workbench: 'vs', kind: 'vscode-light', picture: 'sessionsLight' },
  {
    id: 'Default High Contrast',
    workbench: 'hc-black',
    kind: 'vscode-high-contrast',
    picture: 'sessionsHighContrast',
  },
  {
    id: 'Default High Contrast Light',
    workbench: 'hc-light',
    kind: 'vscode-high-contrast-light',
    picture: 'sessionsHighContrastLight',
  },
] as const;

const log = '.editor-instance .xterm-rows';
/** What must be among the readings. */
const expected = {
  tree: ['play-circle', 'debug-alt', 'error', 'pass'].map((icon) => new RegExp(`codicon-${icon}`)),
  log: [/Log of colourful/, / green$/, / err│$/],
  tab: [/Paused in debugger$/, / Step Over$/, /^icon /, /127\.0\.0\.1/],
};
/** The least contrast by WCAG 2.2, level AA. */
const leastContrast = { text: 4.5, icon: 3 } as const;

function isActive(title: string): boolean {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.label === title;
}

/** Whether the tab of a page is open. After the layout has changed, it would open in another group. */
function isPageShown(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputWebview);
}

/** Closes the other views beside the tree. */
async function showOnlyTree(): Promise<void> {
  await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
  const header = '.part.sidebar .pane-header.expanded';
  for (const title of await ask({ do: 'read', selector: header, text: 'IDE Sessions' })) {
    if (!/IDE Sessions/i.test(title)) await ask({ do: 'click', selector: header, text: title });
  }
}

/** Returns what is wrong with a reading: texts that it should have, and what can't be told from what is behind it. */
function findProblems(lines: readonly string[], wanted: readonly RegExp[]): readonly string[] {
  const missing = wanted.filter((one) => !lines.some((line) => one.test(line)));
  const poor = lines.filter((line) => {
    const [kind, contrast] = line.split(' ');
    return Number(contrast) < leastContrast[kind === 'icon' ? 'icon' : 'text'];
  });
  return [...missing.map((one) => `${one} is not in ${lines.join()}`), ...poor];
}

interface Place {
  readonly of: 'editor' | 'page tab';
  readonly selector: string;
  readonly wanted: readonly RegExp[];
}

/** Waits until all of a place can be read. Returns the problems that remain after a timeout. */
async function awaitReadable({ of, selector, wanted }: Place): Promise<readonly string[]> {
  let problems: readonly string[] = [];
  // The editor draws the parts of a new theme one after the other.
  await until('all can be read', async () => {
    problems = findProblems(await ask({ do: 'read contrasts', of, selector }), wanted);
    return problems.length === 0;
  }).catch(() => undefined);
  return problems;
}

/** The pictures show nothing else. */
const settings = {
  'breadcrumbs.enabled': false,
  'debug.internalConsoleOptions': 'neverOpen',
  // A machine with a display behaves like one without.
  'ideSessionHost.blazor.headless': 'always',
  // Logs are elements of the page.
  'terminal.integrated.gpuAcceleration': 'off',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};

describe('The colours of sessions', () => {
  useSettings(settings);
  const fixture = useFixture();
  let server: StaticServer;

  before(async () => {
    server = await startStaticServer(file('page'));
    await vscode.commands.executeCommand('ideSessionHost.clearEnded');
  });
  after(() => server.close());

  it('come from the theme, and can be told apart in each', async () => {
    const { controller, view } = fixture;
    const crashed = await startProgram(controller, 'crash.js');
    await crashed.terminatedWithin();
    const stopped = await startProgram(controller, 'serve.js');
    await controller.stopSession(stopped.id);
    const program = await startProgram(controller, 'colourful.js');

    await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
    await showDetails(program, () => isActive('colourful'));
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    breakAt('page/page.js', 2);
    const page = await controller.runSession({
      launch_configurations: [{ type: 'browser', url: server.url, web_root: file('page') }],
    });
    await view.stop();
    await until('the page is shown', isPageShown);
    await showOnlyTree();
    await vscode.commands.executeCommand('workbench.action.closeAuxiliaryBar');
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await vscode.commands.executeCommand('workbench.action.openEditorAtIndex1');
    await vscode.commands.executeCommand('workbench.action.newGroupBelow');
    await act('colourful', 'Show Log');
    await ask({ do: 'read', selector: log, text: 'a warning' });
    await ask({ do: 'hover', selector: '.terminal-widget-container', text: '' });

    const problems: string[] = [];
    for (const { id, kind, picture, workbench } of themes) {
      await withSetting('workbench.colorTheme', id, async () => {
        const inTheme = `.monaco-workbench.${workbench}`;
        const places = [
          { of: 'editor', selector: `${inTheme} .customview-tree`, wanted: expected.tree },
          { of: 'editor', selector: `${inTheme} ${log}`, wanted: expected.log },
          {
            of: 'page tab',
            selector: `body[data-vscode-theme-kind="${kind}"]`,
            wanted: expected.tab,
          },
        ] as const;
        for (const place of places) {
          problems.push(...(await awaitReadable(place)).map((one) => `${id}: ${one}`));
        }
        await ask({ do: 'take picture', name: picture });
      });
    }
    assert.deepEqual(problems, []);

    removeBreakpoints();
    for (const { id } of [page, program]) await controller.stopSession(id);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }).timeout(300_000);
});
