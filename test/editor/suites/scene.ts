import * as vscode from 'vscode';
import type { Controller } from '../../controller/controller.ts';
import { connectedController } from './controllers.ts';
import { DebugView } from './debugView.ts';
import { removeBreakpoints } from './workspace.ts';

/** What every test has: a controller that was started in a terminal, and a view of the debug sessions. */
export interface Scene {
  controller: Controller;
  view: DebugView;
}

/** Sets the scene for the tests of the surrounding suite; each must leave it clean. */
export function useScene(): Scene {
  const scene = {} as Scene;
  before(async () => {
    scene.controller = await connectedController();
  });
  beforeEach(() => {
    scene.view = new DebugView();
  });
  afterEach(async function () {
    removeBreakpoints();
    // A test that has failed must not take the others with it.
    if (this.currentTest?.state === 'failed') {
      await vscode.commands.executeCommand('ideSessionHost.stopAll');
    }
    await scene.view.empty();
    scene.view.dispose();
    scene.controller.assertClean();
  });
  after(() => scene.controller.disconnect());
  return scene;
}
