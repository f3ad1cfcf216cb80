import * as vscode from 'vscode';
import type { Controller } from '../../../tools/controller/controller.ts';
import { connectedController } from './controllers.ts';
import { DebugView } from './debugView.ts';
import { removeBreakpoints } from './workspace.ts';

/**
 * The fixture of each test: a controller that was started in a terminal, and a view of the debug
 * sessions.
 */
export interface Fixture {
  controller: Controller;
  view: DebugView;
}

/** Sets up the fixture for the tests of the surrounding suite; each must clean up. */
export function useFixture(): Fixture {
  const fixture = {} as Fixture;
  before(async () => {
    fixture.controller = await connectedController();
  });
  beforeEach(() => {
    fixture.view = new DebugView();
  });
  afterEach(async function () {
    removeBreakpoints();
    // A failed test must not make the others fail.
    if (this.currentTest?.state === 'failed') {
      await vscode.commands.executeCommand('ideSessionHost.stopAll');
    }
    await fixture.view.empty();
    fixture.view.dispose();
    fixture.controller.assertClean();
  });
  after(() => fixture.controller.disconnect());
  return fixture;
}
