import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AppView } from '../blazor/appView.ts';
import { Client } from '../blazor/client.ts';
import { ready } from '../blazor/stops.ts';
import { goOn } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { clickInto, request, rootOf, useFixture } from './fixture.ts';

/** The command's report for the running app with this name. */
async function diagnosis(view: AppView, name: string): Promise<string> {
  await ask({ do: 'run command', title: 'IDE Session: Diagnose Breakpoints' });
  // The editor may still show the previous report.
  return view.until(`a report about ${name}`, () =>
    vscode.workspace.textDocuments
      .filter(({ uri }) => uri.scheme === 'ide-session-diagnosis')
      .map((document) => document.getText())
      .find((text) => text.startsWith(`# Blazor debugging: ${name} `)),
  );
}

describe('The diagnosis of a running client', () => {
  const fixture = useFixture();

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('reports no problems if all breakpoints are bound', async () => {
    const { client, controller, view } = fixture;
    const breakpoint = await client.breakAt('Calc.cs', 'var sum');
    const session = await controller.runSession(
      request({ type: 'project', project_path: client.project }),
    );
    const page = await view.page(await rootOf(view, 'BlazorApp'));
    await goOn(await clickInto(view, page, breakpoint));
    const report = await diagnosis(view, 'BlazorApp');
    assert.match(report, /\*\*No problems found\.\*\*/);
    assert.doesNotMatch(report, /\bproblem\b|❌/);
    await controller.stopSession(session.id);
  });

  it('is offered if breakpoints stay unbound, and names a Release build', async () => {
    const { controller, view } = fixture;
    const client = new Client('ReleaseApp');
    await client.breakAt('Calc.cs', 'var sum');
    const session = await controller.runSession(
      request({ type: 'project', project_path: client.project }),
    );
    await ready(view, await view.page(await rootOf(view, 'ReleaseApp')));
    const [offer = ''] = await ask({ do: 'read notification', text: 'are not bound' });
    assert.match(offer, /Diagnose[^]*ReleaseApp/);
    const report = await diagnosis(view, 'ReleaseApp');
    assert.match(report, /\*\*Fix this first: Project and configuration\.\*\*/);
    assert.match(report, /Release build/);
    assert.match(report, /\*\*Fix:\*\* Build the Debug configuration/);
    await controller.stopSession(session.id);
  });
});
