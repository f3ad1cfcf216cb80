import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { terminalVariables } from '../controllers.ts';
import { useFixture } from '../fixture.ts';

interface OutputMessage {
  readonly event?: string;
  readonly body?: { readonly category?: string; readonly output?: string };
}

/** The workspace folder with this name. */
function folder(name: string): vscode.WorkspaceFolder {
  const found = vscode.workspace.workspaceFolders?.find((one) => one.name === name);
  assert.ok(found !== undefined);
  return found;
}

/**
 * What the programs of a configuration, or of one in a folder's launch.json, write until it has
 * ended.
 */
async function outputOf(
  name: string,
  configuration: string | vscode.DebugConfiguration,
): Promise<string> {
  const title = typeof configuration === 'string' ? configuration : configuration.name;
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
      if (session.name !== title) return;
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
  const fixture = useFixture();

  for (const name of ['shop', 'bank']) {
    it(`runs the project of ${name} with the configuration of ${name} and its settings`, async () => {
      const output = await outputOf(name, `project of ${name}`);
      assert.match(output, RegExp(`^program of ${name}, greeted by ${name}$`, 'm'));
    });

    it(`runs the controller of ${name} with the configuration of ${name}`, async () => {
      const output = await outputOf(name, `controller project of ${name}`);
      assert.match(output, RegExp(`^program of ${name}, greeted by ${name}$`, 'm'));
    });

    it(`runs the command of a controller in ${name}`, async () => {
      const output = await outputOf(name, `command of ${name}`);
      assert.ok(output.includes(`in ${folder(name).uri.fsPath}\n`), output);
    });

    it(`resolves relative paths of the controller of ${name} in ${name}`, async () => {
      const launch = JSON.stringify({ type: 'node', script_path: 'who.js' });
      const output = await outputOf(name, {
        type: 'ide-session',
        request: 'launch',
        name: `asking controller of ${name}`,
        controller: ['node', join(__dirname, 'sampleController.cjs'), '--launch', launch],
      });
      assert.match(output, RegExp(`^script of ${name}$`, 'm'));
    });

    it(`applies the settings of ${name} to its controller's requests, wherever it is`, async () => {
      const session = await fixture.controller.runSession({
        launch_configurations: [
          {
            type: 'project',
            mode: 'NoDebug',
            project_path: join(folder(name).uri.fsPath, 'App/App.csproj'),
          },
        ],
      });
      assert.deepEqual(await session.terminatedWithin(180_000), { exitCode: 0 });
      assert.match(session.stdout, RegExp(`^program of ${name}, greeted by ${name}$`, 'm'));
    });

    it(`skips builds if the settings of ${name} say so`, async () => {
      const project_path = join(folder(name).uri.fsPath, 'App/App.csproj');
      const run = async () => {
        const session = await fixture.controller.runSession({
          launch_configurations: [{ type: 'project', mode: 'NoDebug', project_path }],
        });
        assert.deepEqual(await session.terminatedWithin(180_000), { exitCode: 0 });
        return session.messages.some(({ message }) => message === 'App is up to date.');
      };
      await run();
      assert.equal(await run(), name === 'shop');
    });

    it(`reports the mode of ${name} to controllers in its terminals`, async () => {
      const variables = await terminalVariables((options) =>
        vscode.window.createTerminal({ ...options, cwd: folder(name).uri }),
      );
      const mode = name === 'shop' ? 'Debug' : 'NoDebug';
      assert.equal(variables['DEBUG_SESSION_RUN_MODE'], mode);
    });
  }
});
