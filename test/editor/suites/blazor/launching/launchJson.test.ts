import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pressStop } from '../../debugView.ts';
import { ask } from '../../pageDriver.ts';
import { openCurrent } from '../../workspace.ts';
import { removeLaunchJson, writeLaunchJson } from './launchEntries.ts';
import { browserOn, startedProcesses } from '../leftovers.ts';
import { useBlazor } from '../fixture.ts';
import { inPage } from '../stops.ts';

const folder = () => vscode.workspace.workspaceFolders?.[0];

const entry = (name: string, more: object) => ({
  type: 'ide-session',
  request: 'launch',
  name,
  project: '${workspaceFolder}/BlazorApp',
  ...more,
});

describe('An entry of launch.json', () => {
  // Before the fixture, which ends the view.
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeLaunchJson(fixture.view);
  });
  const fixture = useBlazor();

  it('is written by the editor for each client when there is none', async () => {
    const { client, view } = fixture;
    await client.show('Adder.razor');
    await vscode.commands.executeCommand('workbench.action.debug.configure');
    const text = await view.until('a launch.json with an entry', () =>
      vscode.workspace.textDocuments
        .filter(({ uri }) => uri.path.endsWith('/.vscode/launch.json'))
        .map((document) => document.getText())
        .find((one) => one.includes('"type": "ide-session"')),
    );
    assert.match(text, /"project": "\$\{workspaceFolder\}\/BlazorApp\/BlazorApp\.csproj"/);
  });

  it('starts with its profile, variables, arguments, browser and address', async () => {
    const { client, view } = fixture;
    const address = await client.address('other');
    await writeLaunchJson(fixture.view, [
      entry('As I like it', {
        launchProfile: 'other',
        env: { GREETING: 'hello' },
        args: ['--greeting', 'from the entry'],
        browser: 'chromium',
        url: `${address}/?entry=1`,
      }),
    ]);
    await vscode.debug.startDebugging(folder(), 'As I like it');
    const root = await view.root('As I like it');
    const page = await view.page(root);
    await view.untilAnswered('the page of the entry', async () => {
      const shown = await inPage(page, 'location.href').catch(() => '');
      return shown === `'${address}/?entry=1'` || undefined;
    });
    const server = startedProcesses().find((one) => one.commandLine.includes('blazor-devserver'));
    assert.match(server?.commandLine ?? '', /--greeting from the entry/);
    assert.ok(server?.environment.includes('GREETING=hello'));
    const browser = /chromium.*ide-session-browser-/;
    assert.ok(startedProcesses().some(({ commandLine }) => browser.test(commandLine)));
    await pressStop(root);
  });

  it('opens its page without a debugger in mode NoDebug', async () => {
    const { client, view } = fixture;
    await writeLaunchJson(fixture.view, [entry('Just show it', { mode: 'NoDebug' })]);
    await vscode.debug.startDebugging(folder(), 'Just show it');
    const root = await view.root('Just show it');
    await browserOn(view, await client.address());
    assert.deepEqual(view.sessions, [root]);
    await pressStop(root);
  });

  it('is rejected with the location of the error', async () => {
    const wrong = [
      [{ project: 5 }, /project: /],
      [{ env: { NAME: [] } }, /env\.NAME: /],
      [{ args: 'one two' }, /args: /],
      [{ browser: 'netscape' }, /browser: /],
      [{ mode: 'Profile' }, /mode: /],
      [{ request: 'attach', url: '' }, /url: /],
      [{ request: 'attach', url: 'http://localhost', port: 70_000 }, /port: /],
    ] as const;
    for (const [properties, words] of wrong) {
      const configuration = entry('wrong', properties) as vscode.DebugConfiguration;
      await assert.rejects(
        async () => vscode.debug.startDebugging(folder(), configuration),
        (error: Error) => {
          assert.match(error.message, /debug configuration is invalid.*Correct it/s);
          assert.match(error.message, words);
          return true;
        },
      );
    }
    assert.deepEqual(fixture.view.sessions, []);
  });

  it('with a missing project fails with a message', async () => {
    const { view } = fixture;
    await writeLaunchJson(fixture.view, [
      entry('Elsewhere', { project: '${workspaceFolder}/missing.csproj' }),
    ]);
    await vscode.debug.startDebugging(folder(), 'Elsewhere');
    await view.ended();
    const [message = ''] = await ask({ do: 'read notification', text: 'missing.csproj' });
    assert.match(message, /missing\.csproj/);
    assert.match(view.console, /missing\.csproj/);
  });

  it("is completed with the workspace's projects and launch profiles", async () => {
    await writeLaunchJson(fixture.view, [entry('To complete', { project: '', launchProfile: '' })]);
    const offers = async (property: string): Promise<readonly string[]> => {
      const document = await openCurrent('.vscode/launch.json');
      const mark = `"${property}": "`;
      const at = document.positionAt(document.getText().indexOf(mark) + mark.length);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const project = '${workspaceFolder}/BlazorApp/BlazorApp.csproj';
    assert.ok((await offers('project')).includes(project));
    await writeLaunchJson(fixture.view, [entry('To complete', { project, launchProfile: '' })]);
    const profiles = await offers('launchProfile');
    assert.ok(profiles.includes('http') && profiles.includes('other'), profiles.join());
  });

  it('and launch settings show what is wrong with them while they are edited', async () => {
    const { view } = fixture;
    await writeLaunchJson(view, [entry('To check', {})]);
    const profiles = 'BlazorApp/Properties/launchSettings.json';
    for (const [path, from, to, problem] of [
      ['.vscode/launch.json', '/BlazorApp"', '/Missing"', /Missing does not exist/],
      [profiles, '"Project"', '["Project"]', /commandName: Invalid input/],
    ] as const) {
      const document = await openCurrent(path);
      const shown = () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .filter(({ source }) => source === 'IDE Session Host');
      await replaceInDocument(document, from, to);
      const found = await view.until(`a problem in ${path}`, () => shown()[0]);
      assert.match(found.message, problem);
      assert.ok(document.getText(found.range).length < to.length + 40, found.message);
      await replaceInDocument(document, to, from);
      await view.until(`no problem in ${path}`, () => shown().length === 0 || undefined);
      await document.save();
    }
  });

  it('is offered for each client in the debug configuration list, without being written', async () => {
    const { view } = fixture;
    void vscode.commands.executeCommand('workbench.action.debug.selectandstart');
    await ask({ do: 'pick', label: 'IDE Session' });
    await ask({ do: 'pick', label: 'Debug BlazorApp' });
    const root = await view.root('Debug BlazorApp');
    assert.equal(root.configuration['project'], fixture.client.project);
    await pressStop(root);
  });
});

async function replaceInDocument(
  document: vscode.TextDocument,
  from: string,
  to: string,
): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.ok(start >= 0, from);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(
    document.positionAt(start),
    document.positionAt(start + from.length),
  );
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
}
