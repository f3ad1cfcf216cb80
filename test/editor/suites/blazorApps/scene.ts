import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppView } from '../blazor/appView.ts';
import { bound, type Client, click } from '../blazor/client.ts';
import { assertNothingLeft } from '../blazor/leftovers.ts';
import { frameOf, ready } from '../blazor/stops.ts';
import { goOn } from '../debugView.ts';
import { removeBreakpoints } from '../workspace.ts';

/** What every test has: a view of the debug sessions. */
export interface AppsScene {
  view: AppView;
}

/** Sets the scene for the tests of the surrounding suite; each must end its sessions, which must leave nothing. */
export function useApps(): AppsScene {
  const scene = {} as AppsScene;
  before(async () => {
    await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  });
  beforeEach(() => {
    scene.view = new AppView();
  });
  afterEach(async function () {
    removeBreakpoints();
    const { view } = scene;
    // A test that has failed must not take the others with it.
    if (this.currentTest?.state === 'failed') {
      await vscode.commands.executeCommand('ideSessionHost.stopAll');
    }
    await view.ended();
    view.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    await assertNothingLeft([]);
  });
  return scene;
}

/** Where a client has a breakpoint. */
export interface Place {
  readonly client: Client;
  readonly file: string;
  readonly text: string;
}

/** Presses a button of a page, and goes on from the stop that follows, which must be at a place. */
export async function stopsAt(
  view: AppView,
  page: vscode.DebugSession,
  { client, file, text }: Place,
  button = 'inc',
): Promise<void> {
  click(page, button);
  const stop = await view.stop(page);
  const { path, place } = await frameOf(stop);
  assert.equal(path, client.path(file));
  assert.equal(place, await client.place(file, text));
  await goOn(stop);
}

/** Resolves once a page can be clicked and has bound a breakpoint. */
export async function boundIn(
  view: AppView,
  page: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
): Promise<void> {
  await ready(view, page);
  await bound(view, page, breakpoint);
}
