import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { terminalVariables } from '../controllers.ts';
import { useScene } from '../scene.ts';

interface OutputMessage {
  readonly event?: string;
  readonly body?: { readonly category?: string; readonly output?: string };
}

/** The folder of the workspace that has this name. */
function folder(name: string): vscode.WorkspaceFolder {
  const found = vscode.workspace.workspaceFolders?.find((one) => one.name === name);
  assert.ok(found !== undefined);
  return found;
}

/** What the program of a configuration of a folder's launch.json writes until it has ended. */
async function outputOf(name: string, configuration: string): Promise<string> {
  let output = '';
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('ide-session', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: ({ body, event }: OutputMessage) => {
        if (event === 'output' && body?.category === 'stdout') output += body.output ?? '';
      },
    }),
  });
  const ended = new Promise<void>((resolve) => {
    const listener = vscode.debug.onDidTerminateDebugSession((session) => {
      if (session.name !== configuration) return;
      listener.dispose();
      resolve();
    });
  });
  try {
    const isStarted = await vscode.debug.startDebugging(folder(name), configuration, {
      noDebug: true,
    });
    assert.ok(isStarted);
    await ended;
    return output;
  } finally {
    tracker.dispose();
  }
}

describe('A workspace of several folders', () => {
  const scene = useScene();

  for (const name of ['shop', 'bank']) {
    it(`runs the project of ${name} by the configuration of ${name}, with its settings`, async () => {
      const output = await outputOf(name, `project of ${name}`);
      assert.match(output, RegExp(`^program of ${name}, greeted by ${name}$`, 'm'));
    });

    it(`runs the controller of ${name} by the configuration of ${name}`, async () => {
      const output = await outputOf(name, `controller project of ${name}`);
      assert.match(output, RegExp(`^program of ${name}, greeted by ${name}$`, 'm'));
    });

    it(`runs the command of a controller in ${name}`, async () => {
      const output = await outputOf(name, `command of ${name}`);
      assert.ok(output.includes(`in ${folder(name).uri.fsPath}\n`), output);
    });

    it(`gives what a controller asks for the settings of ${name}, where it is`, async () => {
      const session = await scene.controller.runSession({
        launch_configurations: [
          {
            type: 'project',
            mode: 'NoDebug',
            project_path: join(folder(name).uri.fsPath, 'App/App.csproj'),
          },
        ],
      });
      assert.deepEqual(await session.terminatedWithin(60_000), { exitCode: 0 });
      assert.match(session.stdout, RegExp(`^program of ${name}, greeted by ${name}$`, 'm'));
    });

    it(`tells controllers in terminals of ${name} the mode of ${name}`, async () => {
      const variables = await terminalVariables((options) =>
        vscode.window.createTerminal({ ...options, cwd: folder(name).uri }),
      );
      const mode = name === 'shop' ? 'Debug' : 'NoDebug';
      assert.equal(variables['DEBUG_SESSION_RUN_MODE'], mode);
    });
  }
});
