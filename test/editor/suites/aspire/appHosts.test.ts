import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { frameOf } from '../blazor/stops.ts';
import { goOn, pressStop } from '../debugView.ts';
import {
  addressOf,
  answerOf,
  appHostProject,
  aspire,
  interrupt,
  pageOf,
  resourceSession,
  runInTerminal,
  runningExecutables,
  useFixture,
} from './fixture.ts';

describe('An AppHost of the real Aspire', () => {
  const fixture = useFixture();

  const firstLine = 'RootComponents.Add<App>';

  /** Continues from the breakpoint at which a page's client stops when it starts. */
  async function passBreakpoint(page: vscode.DebugSession): Promise<void> {
    const stop = await fixture.view.stop(page);
    assert.equal((await frameOf(stop)).place, await fixture.client.place('Program.cs', firstLine));
    await goOn(stop);
  }

  it("started by F5 runs its resources below itself, stops in its client's C#, and ends all when it stops", async () => {
    const { client, view } = fixture;
    await client.breakAt('Program.cs', firstLine);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = {
      type: 'ide-session',
      request: 'launch',
      name: 'AppHost',
      env: { FIXTURE_RESOURCES: 'api,client,node' },
    };
    const started = vscode.debug.startDebugging(folder, configuration);
    const root = await view.untilAnswered(
      "the AppHost's session, the first one offered",
      async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return view.roots.find(({ name }) => name === 'AppHost');
      },
    );
    assert.ok(await started);
    assert.equal(root.configuration['controller'], appHostProject());
    const session = await resourceSession(view, 'Client');
    assert.equal(session.parentSession, root);
    await passBreakpoint(await pageOf(view, session));
    const executables = await runningExecutables(view, 'api', 'client', 'node');
    assert.ok(executables.every(({ isIde }) => isIde));
    for (const [resource, text] of Object.entries({ api: 'the API', node: 'Node' })) {
      assert.equal(await answerOf(view, resource), `hello from ${text}`);
    }
    await pressStop(root);
    await view.ended();
  });

  it('in a terminal stops in the C# of its client, and of a page that is requested later, and a saved change runs', async () => {
    const { client, view } = fixture;
    await client.breakAt('Program.cs', firstLine);
    const terminal = runInTerminal('client', 'page');
    await passBreakpoint(await pageOf(view, await resourceSession(view, 'Client')));
    await aspire('resource', 'page', 'start');
    const session = await resourceSession(view, await addressOf('client'));
    await passBreakpoint(await pageOf(view, session));
    await runningExecutables(view, 'client', 'page');
    await client.edit('Pages/Counter.razor', 'currentCount++', 'currentCount += 2');
    await view.says(/Changes applied in \d+\.\d s/, 400_000);
    assert.equal(await interrupt(terminal), 0);
    await view.ended();
  });
});
